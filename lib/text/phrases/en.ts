import type { Phrases } from './phrase-set.ts'

export const en: Phrases = {
  noAnswer: 'The book does not answer this question.',
  otherVersion: 'This is told of version {version}:',
  nearestPages: 'The pages that come nearest:',
  extract:
    'The assistant cannot write an answer at the moment. These passages of the book come nearest:',
  budget:
    'The budget of this site for today is spent, so the assistant writes no answers until tomorrow. These passages of the book come nearest:',
  ownersAnswer: 'From the owner of this site.',
  handOff:
    'A person can take over: choose “Ask a person”, and your question goes on with this conversation.',
  contact: 'A person can be reached here: {contact}',
  nobody: 'No person can take over here.',
  ended: {
    length: 'This answer was cut short. Say “go on” to read the rest.',
    filtered: 'The model’s provider held back the rest of this answer.',
    broken: 'This answer broke off. Ask again to have the whole of it.',
  },
  denies: {
    given: `passages|passage|sources|source|book|text|texts|documentation|document|documents|context|excerpts
      |excerpt|material|manual|handbook|guide|information provided|provided information|pages`,
    lacks: `do not (?:say|mention|contain|cover|answer|provide|include|describe|discuss|address|specify|state
      |explain|give|hold|tell|offer)|does not (?:say|mention|contain|cover|answer|provide|include
      |describe
      |discuss|address|specify|state|explain|give|hold|tell|offer)|don't (?:say|mention|contain
      |cover|answer
      |provide|include|describe|discuss|address|specify|state|explain|give|tell)|doesn't (?:say
      |mention|contain
      |cover|answer|provide|include|describe|discuss|address|specify|state|explain|give|tell)
      |no (?:information
      |mention|details?|answer|reference)|not (?:mentioned|covered|contained|specified|stated
      |described|provided
      |included|discussed|addressed|found|answered|explained|available|in)|nothing (?:about|on)
      |say nothing
      |says nothing|none of|could not find|couldn't find|cannot find|can't find|unable to find
      |contain no
      |contains no|lacks?|isn't (?:mentioned|covered|in)|aren't (?:mentioned|covered)`,
    alone: `i (?:do not|don't) (?:know|have (?:any |enough )?information)|i (?:cannot|can't|am unable to|'m unable to) answer
      |i (?:could not|couldn't|cannot|can't) find (?:any |an )?(?:information|answer|mention)
      |(?:there is|there's) no information|no information (?:is |was )?(?:available|provided|found)
      |not enough information|insufficient information|i have no information`,
  },
  replies: {
    greeting:
      'Hello! Ask me anything about this book: I answer from its pages and say where it stands.',
    thanks: 'You’re welcome.',
    farewell: 'Goodbye!',
    acknowledged: 'All right. Ask on whenever you like.',
    identity:
      'I am an assistant, not a person: I answer questions from the pages of this book, and every answer shows the passages it rests on. What would you like to know?',
  },
  talk: {
    greeting: `hi|hello|hey|hiya|howdy|yo|greetings|good morning|good afternoon|good evening|good day|morning
      |hi there|hello there|hey there|hello again|hi again|i have a question|i've a question
      |i have a quick question|i've got a question|quick question|can i ask you something
      |can i ask a question|may i ask you something|may i ask a question|anyone there|anybody there
      |is anyone there|is anybody there|are you there|you there|nice to meet you
      |pleased to meet you`,
    thanks: `thanks|thank you|thank u|thanks a lot|thanks a bunch|thanks a million|many thanks|thx|ty|tysm
      |cheers|much appreciated|appreciate it|i appreciate it|appreciated|thanks again
      |thank you again
      |that helps|that helped|that was helpful|this was helpful|very helpful|that's helpful
      |that is helpful|that's all|that is all|that's all i needed|that was all|that's it
      |that's what i needed|exactly what i needed|that works|it works|it works now|it worked
      |that worked|that did it|that answers my question|you've been very helpful
      |you have been very helpful|you've been a great help|for your help|for the help|for your time
      |for the answer|for the info|for the information|for the quick answer|for the quick reply
      |for explaining|for that|for this
      |that's exactly what i needed|that is exactly what i needed|that's what i was looking for|you're a lifesaver|lifesaver|you saved me|you saved my day|that was very helpful
      |this is very helpful|this was very helpful|it helped|it helps|very kind|that's very kind
      |so kind|you are very kind|very kind of you|nothing else|that will be all|that'll be all`,
    farewell: `bye|bye bye|goodbye|good bye|see you|see ya|see you later|see you soon|cya|later|take care
      |have a nice day|have a good day|have a great day|have a good one|have a nice weekend
      |have a good weekend|good night|talk to you later|until next time|so long|i'm done|i am done
      |we're done
      |see you tomorrow|have a great weekend|have a lovely weekend|enjoy your weekend|see you around|catch you later|have a lovely day|have a good evening
      |have a nice evening|enjoy your day|gotta go|i have to go`,
    acknowledged: `ok|okay|okey|k|kk|okie|alright|all right|right|sure|fine|cool|nice|great|good|perfect|awesome
      |amazing|excellent|brilliant|wonderful|fantastic|super|wow|got it|i got it|gotcha|i see
      |understood|i understand|makes sense|that makes sense|noted|yes|yeah|yep|yup|no|nope|nah|hm
      |hmm
      |mm|mhm|aha|ah|oh|lol|haha|hehe|good to know|sounds good|never mind|nevermind|no problem
      |no worries|forget it|good job|well done|good bot|nice one|interesting|you're welcome|welcome
      |sorry|my bad|love it|i love it|you rock|you're the best|you are the best|great answer
      |good answer|nice answer|great work|great stuff|that's great|that's good|that's fine
      |that's nice
      |that's cool|that is great|just testing|only testing|testing testing|testing 1 2 3|test test`,
    identity: `who are you|what are you|who're you|who is this|who am i talking to|who am i speaking to
      |who am i talking with|who am i chatting with|what is your name|what's your name
      |do you have a name|are you a bot|are you a robot|are you a human|are you human
      |are you a person
      |are you a real person|are you real|are you an ai|are you ai|are you chatgpt|are you a machine
      |is this a bot|am i talking to a bot|am i talking to a robot|am i talking to a human
      |am i talking to an ai|are you alive|what can you do|what do you do|what can i ask
      |what can i ask you|what can you help me with|what can you help with|how can you help
      |how can you help me|can you help|can you help me|could you help me|i need help
      |i need some help
      |help me|how do you work|who made you|who built you|who created you|tell me about yourself
      |introduce yourself|how are you|how are you doing|how are you today|how's it going
      |how is it going|what's up|whats up|sup|wassup|how do you do|do you speak english
      |tell me a joke
      |do you like me|i love you
      |is this a real person|is this a human|is this an ai|is this ai|is this chatgpt
      |is this a robot|is it a bot|am i chatting with a bot|what is this|do you understand me`,
    filler: `there|everyone|everybody|all|folks|guys|team|friend|my friend|buddy|mate|bot|assistant|dear|sir
      |madam|so|so much|very much|very|a lot|really|again|now|then|for now|for today|today|please
      |and
      |but|well|just|too|you|to you|for you|indeed|anyway|mr|mrs|man|dude|everything|for everything
      |in advance|quick|quickly|help|the help|a bunch|that`,
  },
  contents: 'Contents',
  restsOn: 'This answer rests on:',
  aboutAnswer: {
    courtesy: [
      'please',
      'pls',
      'can you',
      'could you',
      'would you',
      'will you',
      'now',
      'again',
      'just',
      'and',
      'ok',
      'okay',
      'so',
      'then',
      'hmm',
      'for me',
      'to me',
      'thanks',
      'thank you',
      'kindly',
    ],
    repeat: [
      '(?:repeat|say)(?: (?:it|that|this|your (?:last |previous )?answer|the (?:last |previous )?answer))?(?: (?:again|once more))?',
      'once more',
      'come again',
      'pardon',
      'what did you (?:just )?say',
      'say what',
    ],
    source: [
      '(?:your |the |any )?(?:sources?|references?|citations?|links?|urls?)',
      "(?:do you have|is there|have you got|got|give me|show me|(?:what|where|which)(?:'s| is| are)(?= (?:the|your))) (?:me )?(?:a |the |your |any |some )?(?:sources?|references?|citations?|links?|urls?|proof|evidence)(?: (?:for|to|of|on) (?:that|this|it|your answer))?",
      'where (?:does|did) (?:it|that|this) (?:say (?:so|that|this|it)|come from)',
      'where (?:does|did) (?:the book|it) say (?:so|that|this)',
      'how do you know(?: that| this)?',
      'where did you (?:get|find|read) (?:that|this|it)(?: from)?',
      'says who',
      'according to (?:what|whom|who)',
      'which page(?: is (?:that|this|it)(?: on)?)?',
    ],
    revise: [
      '(?:(?:make|write|say|put|give|explain|answer) )?(?:(?:it|that|this|me|your answer|the answer|it to me) )?(?:a |an )?(?:(?:much|a bit|a little|even|bit|way) )?(?:shorter|longer|simpler|clearer|briefer|briefly|simply|more (?:briefly|simply|clearly|detailed|precise|precisely|specific)|in (?:more |greater )?detail|in (?:simple|simpler|plain|other|easy|easier|your own|one|a few|two|three) (?:words?|terms|english|language|sentences?|lines?)|in short|in brief|as (?:a |an )?(?:bullet |numbered )?(?:list|points|bullets|table))(?: (?:version|answer|explanation|one|sentence|sentences|words))?(?: of (?:it|that|this))?',
      '(?:shorten|simplify|expand|elaborate on|rephrase|reword|rewrite|paraphrase|summari[sz]e|sum up) (?:it|that|this|your (?:last |previous )?answer|the (?:last |previous )?answer)',
      'too (?:long|short|complicated|technical)',
      'tl;?dr',
      'eli5',
      'more details?',
      'elaborate',
      "(?:explain|say) (?:it|that|this)(?: to me)?(?: (?:like|as if|as though) (?:i am|i'm|i were|i was)(?: a)? (?:five|5|six|ten|10|a child|child|a beginner|beginner|a kid|kid)(?: years? old)?)?",
      '(?:(?:translate|say|write|repeat|answer|give|put|and|same|the same)(?: (?:it|that|this|me that|your (?:last |previous )?answer|the (?:last |previous )?answer))?(?: again)? )?(?:(?:in|into|to) )?(?:german|french|spanish|english|chinese|italian|portuguese|dutch|polish|russian|turkish|arabic|japanese|korean|hindi)',
      'are you (?:really |very |quite |absolutely )?(?:sure|certain|serious)(?: (?:about|of) (?:that|this|it|your answer))?',
      'really',
      'is (?:that|this|it) (?:really |actually )?(?:true|right|correct|so|accurate)',
      "(?:that's|this is|that is|you're|you are) (?:wrong|not right|incorrect)",
      'go on',
      'continue',
      'carry on',
      'keep going',
      'go ahead',
      '(?:and )?the rest',
      'finish(?: (?:it|that|your answer|the answer))?',
      "i (?:don't|do not|didn't|did not) (?:understand|get it|get that|get this|follow)(?: (?:that|this|it|your answer))?",
    ],
  },
}
