/**
 * What each list of words decides, and who can review it. Every list stands in a file for each
 * language, with the same line above it; a language that has no such list says so in its `lacking`.
 *
 * A list is words with spaces between them, or a phrase a line. In a phrase `(a|b)` is one of these
 * and `[ab]` one of these letters, `?` stands behind what may be left out, `~` for any letters, `…`
 * for up to 30 characters between words and `…8` for up to 8, `^` for the beginning and `$` for the
 * end; `(?=a)` and `(?!a)` say what must or must not follow. A line `{name} = …` says what `{name}`
 * stands for in the lines after it.
 */
export const about = {
  stopWords:
    'Words that claim nothing: no search, match or check looks at them. Review: any native speaker.',
  commonWords:
    'The commonest words, by which a text is known to be in this language. Review: any native speaker.',
  negations: 'Words that turn a sentence round. Review: a native speaker who writes manuals.',
  negationParts:
    'Parts of words, or words in scripts without spaces, that turn a sentence round. Review: a native speaker who writes manuals.',
  numbers:
    'Numbers in words: what they say, and the words that say it. Review: any native speaker.',
  units: 'Units: what they are, and the words for them. Review: any native speaker.',
  opposites:
    'Contraries, as base forms: those left of | against those right of it. They decide whether a claim says the opposite of its passage. Review: a native speaker who writes manuals.',
  requestsForPerson:
    'How readers ask for a person rather than for what the book says. Each names the person and the wish to reach one, for a book may well tell of agents and operators. Review: a native speaker who has worked in support.',
  tellsOfSelf:
    'How a sentence begins in which readers tell of themselves, so that it may be remembered. Review: any native speaker.',
  thanks: 'What readers say who are content with the answer before. Review: any native speaker.',
  complaints:
    'What readers say who are not content with the answer before. Review: any native speaker.',
  thoughtOpenings:
    'How a model begins that thinks aloud instead of answering, in lower case. Review: who reads replies of models in this language.',
  askingWords:
    'Words that only ask: two questions that differ in these alone are about the same. Review: any native speaker.',
  colouringWords:
    'Words that colour a question and narrow it to nothing: of questions that are very near by meaning they may differ. Review: any native speaker.',
  synonyms:
    'Each line one meaning: questions that differ in these words alone are the same. A missing word costs a cache hit, a wrong one gives a wrong answer. Review: a native speaker who writes manuals.',
  rewordings:
    'Each line one meaning: a claim with one of these words where its sentence has another may be verified. A missing word makes a true claim weak, a wrong one a false claim verified. Review: a native speaker who writes manuals.',
  sameInOneWord:
    'Ways of saying that mean the same as one word or another way, behind the equals sign. Review: a native speaker who writes manuals.',
  greetings:
    'How a question begins that greets first, up to the comma: left out of the search. Review: any native speaker.',
  askingFrames:
    'Phrases that only ask, as in "could you tell me": left out of the search. Review: any native speaker.',
  courtesies:
    'Thanks that stand as a sentence of their own: left out of the search. Review: any native speaker.',
  bookWords:
    'What readers call the book itself: naming it points at nothing said before. Review: any native speaker.',
  tellingWords:
    'Words for what a text does that tells of something, and for its parts: beside what a question is about they narrow nothing. Review: any native speaker.',
  continuations:
    'How a question begins that only goes on with the one before it. Review: any native speaker.',
  pronouns:
    'Words for something said before, each line behind the number of words of its own from which on a question refers to those instead. Review: a native speaker who knows grammar.',
  emptyPronouns:
    'Where such a word stands for nothing, as in "is it possible to". Review: a native speaker who knows grammar.',
  partNouns:
    'Nouns that are always of something: a question that names one may lack its whole. Review: any native speaker.',
  comparatives:
    'Words that compare with something: a question that has one may lack what it compares with. Review: any native speaker.',
  directions:
    'Prepositions that tell the way to a thing from the way from it. Review: any native speaker.',
  relations:
    'Prepositions that relate two things, which may not change places. Review: any native speaker.',
  backReferences:
    'How a sentence begins that points back to the one before it. Review: any native speaker.',
  overviewFrames:
    'How readers ask what a whole page, chapter or book says, which stands as § here. Each is a whole turn. Review: any native speaker.',
  pageNames: 'What readers call the page that they are on. Review: any native speaker.',
  bookNames: 'What readers call the whole book that they ask about. Review: any native speaker.',
  chapterNames:
    'What readers call a part of the book by its number, <n>, or by what it is about, <title>. Review: any native speaker.',
  pageReferences:
    'How a question points to the page or the version that its reader is on. Review: any native speaker.',
} as const

export type ListName = keyof typeof about
