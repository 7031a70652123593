import type { ListName } from './about.ts'

/** What is not yet written for English, or what it has none of. */
export const lacking: ListName[] = ['negationParts']

/**
 * Words that claim nothing: no search, match or check looks at them. Review: any native speaker.
 */
export const stopWords = `
  a about after all also an and any are as at be because been but by can could did do does for from
  had has have he her him his how i if in into is it its itself just me might more most my no not of
  on one only or other our out over own she should so some such than that the their them then there
  these they this those through to too under up us use used very was we were what when where which
  while who why will with would you your`

/**
 * The commonest words, by which a text is known to be in this language. Review: any native
 * speaker.
 */
export const commonWords =
  'the and of to is that it for with this are as be what how does do can you which when'

/** Words that turn a sentence round. Review: a native speaker who writes manuals. */
export const negations =
  'not never no none nothing nobody nowhere neither nor without except unless unable'

/** Numbers in words: what they say, and the words that say it. Review: any native speaker. */
export const numbers = `
  0 zero
  2 two
  3 three third thirds
  4 four fourth
  5 five fifth
  6 six sixth
  7 seven seventh
  8 eight eighth
  9 nine ninth
  10 ten tenth
  11 eleven
  12 twelve dozen
  13 thirteen
  14 fourteen
  15 fifteen
  16 sixteen
  17 seventeen
  18 eighteen
  19 nineteen
  20 twenty
  30 thirty
  40 forty
  50 fifty
  60 sixty
  70 seventy
  80 eighty
  90 ninety
  100 hundred hundreds
  1000 thousand thousands
  1000000 million millions
  1 first
  last last
  second second
  1x once
  2x twice double doubled doubles
  3x triple tripled thrice
  1/2 half halves
  1/4 quarter
  both both`

/** Units: what they are, and the words for them. Review: any native speaker. */
export const units = `
  ms millisecond milliseconds
  s sec secs seconds
  min mins minute minutes
  h hr hrs hour hours hourly
  day day days daily
  week week weeks weekly
  month month months monthly
  year year years yearly annually
  byte byte bytes
  kb kilobyte kilobytes
  mb megabyte megabytes
  gb gigabyte gigabytes
  tb terabyte terabytes
  % percent percentage
  px pixel pixels
  mm millimetre millimetres millimeter millimeters
  cm centimetre centimetres centimeter centimeters
  m metre metres meter meters
  km kilometre kilometres kilometer kilometers
  mile mile miles
  foot foot feet
  inch inch inches
  kg kilo kilos kilogram kilograms
  l litre litres liter liters
  hz hertz`

/**
 * Contraries, as base forms: those left of | against those right of it. They decide whether a
 * claim says the opposite of its passage. Review: a native speaker who writes manuals.
 */
export const opposites = `
  increase rise rose risen grow grew grown gain climb climbed expand raise raised | decrease fall fell fallen shrink shrank decline drop lose lost reduce diminish sink sank lower
  more greater additional | fewer less lesser
  most majority maximum maximal | least minority minimum minimal fewest
  high higher highest tall taller tallest | low lower lowest short shorter shortest
  large larger largest big bigger biggest huge great giant | small smaller smallest tiny little minor
  before prior earlier previously preceding pre ahead | after later afterwards subsequently following post behind
  early earlier earliest | late later latest
  first initial initially beginning opening earliest | last final finally ending latest closing
  start begin began begun commence launch beginning open | end stop finish finished cease halt terminate conclude ending close
  former formerly | latter
  above over atop exceeding upward | below under beneath underneath beyond downward
  up upper upward upwards uphill | down lower downward downwards downhill
  top | bottom
  north northern northward northeast northeastern northwest northwestern | south southern southward southeast southeastern southwest southwestern
  northeast northeastern southeast southeastern east eastern eastward | northwest northwestern southwest southwestern west western westward
  left | right
  inside within inner internal internally interior into indoor indoors onto | outside without outer external externally exterior outdoor outdoors
  open opened | closed shut close
  old older oldest ancient elderly | new newer newest young younger youngest modern recent
  rich richer richest wealthy | poor poorer poorest
  strong stronger strongest strongly powerful strength | weak weaker weakest weakly weakness powerless
  fast faster fastest quick quickly rapid rapidly | slow slower slowest slowly gradual gradually
  hot hotter warm warmer warmest heat | cold colder cool cooler coldest
  long longer longest lengthy | short shorter shortest brief briefly
  wide wider widest broad broader | narrow narrower narrowest
  deep deeper deepest | shallow shallower
  thick thicker | thin thinner
  heavy heavier heaviest | light lighter lightest
  hard harder hardest difficult difficulty | easy easier easiest simple simpler easily soft softer
  simple simplest simply simplicity | complex complicated complexity
  public publicly | private privately secret confidential
  positive positively | negative negatively
  legal lawful allowed permitted | illegal unlawful forbidden prohibited banned
  allow permit enable let authorize | prevent forbid forbade prohibit ban disallow deny block disable prohibit
  success succeed successful successfully win won victory victorious | fail failure unsuccessful unsuccessfully lose lost defeat defeated
  support supported favor favour endorse agree | oppose opposed opposition disagree resist
  accept accepted approve approved admit | reject rejected refuse refused decline deny denied
  include including inclusive | exclude excluding except exclusive omit
  add added addition append insert | remove removed removal subtract delete deleted deletion drop
  buy bought purchase | sell sold sale
  import imported | export exported
  always every constantly | never seldom rarely sometimes occasionally
  often frequently frequent usually commonly generally | rarely seldom rare infrequently hardly
  all every everything everyone entire entirely always | none nothing nobody some few no
  many numerous several much lot plentiful | few little
  both | neither
  common commonplace widespread | rare uncommon scarce
  major main primary significant principal | minor secondary insignificant
  true correct right accurate valid | false incorrect wrong inaccurate invalid
  same identical equal similar alike similarly | different differ distinct unequal dissimilar differently
  together jointly | apart separately alone
  urban city | rural countryside country
  male men man boy boys father husband son king his he masculine | female women woman girl girls mother wife daughter queen her she feminine
  alive living live | dead died die deceased killed
  birth born | death died killed
  peace peaceful | war warfare
  friend friendly ally allied allies | enemy hostile enemies foe
  attack attacked offensive | defend defended defence defense defensive
  push pushed | pull pulled
  send sent sender transmit publish publisher | receive received receiver subscribe subscriber
  input inputs | output outputs
  read reads reading | write writes writing written
  enable enabled activate activated | disable disabled deactivate deactivated
  static fixed constant | dynamic variable changing
  synchronous synchronously blocking | asynchronous asynchronously nonblocking
  local locally | remote remotely global globally
  national domestic | international foreign
  required mandatory compulsory obligatory necessary essential must | optional optionally unnecessary voluntary
  automatic automatically | manual manually
  forward forwards advance advanced | backward backwards retreat reverse
  near nearby close closer closest | far distant farther farthest remote
  full filled | empty blank vacant
  dark darker night nocturnal | light bright brighter day daytime
  wet moist humid | dry arid
  direct directly | indirect indirectly
  active actively | passive inactive passively
  safe safely safety secure | dangerous unsafe danger risky insecure
  visible | invisible hidden
  show shown display | hide hidden
  stable steady | unstable volatile
  expensive costly dear | cheap inexpensive
  natural naturally | artificial synthetic unnatural artificially
  horizontal horizontally | vertical vertically
  parallel | perpendicular serial sequential
  temporary temporarily transient | permanent permanently persistent
  ascending | descending
  present presence | absent absence
  maximum max most | minimum min least
  create created build built make establish construct found founded | destroy destroyed demolish dissolve abolish
  connect connected join joined attach unite unified merge | disconnect disconnected separate separated detach divide divided split
  love like liked loved | hate dislike disliked hated
  help assist aid | hinder harm hamper
  improve improved better best improvement | worsen worse worst deteriorate
  good | bad evil poor
  clean pure | dirty polluted impure
  lock locked | unlock unlocked
  encrypt encrypted encode | decrypt decrypted decode
  compress | decompress extract
  upload | download
  login | logout
  client | server
  parent ancestor | child descendant
  master | slave
  winter | summer
  spring | autumn
  morning dawn sunrise | evening dusk sunset
  day daily | night nightly
  question ask asked | answer answered reply
  arrive arrived arrival enter entered entry | leave left depart departed departure exit exited
  appear appeared | disappear disappeared vanish
  remember | forget forgot forgotten
  teach teacher taught | learn learner student
  victory | defeat
  profit | loss
  employer | employee
  employed employment | unemployed unemployment
  majority | minority
  continue continued | discontinue stop stopped
  conscious | unconscious
  catholic | protestant
  civilian | military
  liberal left | conservative
  democratic democracy | authoritarian dictatorship
  capitalist capitalism | communist communism
  christian | muslim
  sea ocean | land
  land terrestrial | water aquatic marine
  solid | liquid gas gaseous
  acid acidic | alkaline base
  odd | even
  singular | plural
  integer | fraction
  exact exactly precise precisely | approximate approximately roughly about
  partial partially partly | complete completely entire fully whole wholly total totally
  guilty | innocent
  theory theoretical theoretically | practice practical practically
  individual individually | collective collectively group
  voluntary voluntarily | forced involuntary
  abundant | scarce
  attract attracted | repel repelled
  import | export
  minimize minimise minimizing | maximize maximise maximizing
  upstream | downstream
  older elder senior | younger junior
  backward | forward
  clockwise | counterclockwise anticlockwise
  subject | object
  on | off
  general generally universal | specific specifically particular particularly special
  present current currently today | past future formerly
  past | future
  native indigenous | foreign immigrant
  like alike | unlike
  able capable | unable incapable
  same | other another
  whole entire full | half partial
  single sole only | multiple several double dual
  central core | peripheral marginal
  expand expansion expanded | contract contraction contracted
  religious sacred holy | secular worldly
  supply | demand
  give gave given | take took taken
  brother | sister
  come came arrive | go went gone leave
  lost lose missing | found find saved
  applied practical | theoretical abstract
  abstract | concrete
  leading lead leader | following follow follower
  front | back rear
  free freedom | bound captive enslaved slavery confined
  power powerful | powerless powerlessness
  known famous | unknown obscure
  well good | badly ill poorly
  spread scatter disperse | gather collect concentrate
  home | away abroad
  cooperate cooperation | compete competition rival
  written | spoken oral
  surface | underground underwater
  change changed | stay remain unchanged
  move moving mobile | still stationary motionless fixed
  absolute | relative
  host | guest parasite
  construct construction | demolition destruction
  civil civilian | military
  civilized | savage barbaric
  work working busy | idle
  made make | broke break
  true | untrue
  literal literally | figurative figuratively
  official officially | unofficial unofficially informal
  economic | uneconomic
  legitimate | illegitimate
  certain certainly sure | uncertain doubtful
  likely probable probably | unlikely improbable
  regular regularly | irregular irregularly
  aware | unaware
  finite limited | infinite unlimited
  mortal | immortal
  even | uneven
  fair just | unfair unjust
  clear clearly | unclear vague
  wise | foolish
  brave | cowardly
  honest | dishonest
  loyal | disloyal
  guilt | innocence
  hope | despair
  agree agreement | disagree disagreement
  trust | distrust
  order | disorder chaos
  advantage benefit | disadvantage drawback
  strength | weakness
  increase | decrease
  presence | absence
  wealth | poverty
  health healthy | disease sick ill unhealthy
  life | death
  beginning | end
  cause | effect
  plus | minus
  addition | subtraction
  multiply multiplication | divide division
  vertical | horizontal
  convex | concave
  broad | narrow
  loud | quiet silent
  sharp | blunt dull
  smooth | rough
  tight | loose
  sweet | bitter sour
  raw | cooked
  fresh | stale
  sober | drunk
  awake | asleep
  single | married
  amateur | professional
  optimistic | pessimistic
  offense | defense
  centralize centralized | decentralize decentralized
  majority | minority`

/**
 * How readers ask for a person rather than for what the book says. Each names the person and the
 * wish to reach one, for a book may well tell of agents and operators. Review: a native speaker
 * who has worked in support.
 */
export const requestsForPerson = `
  {person} = (human|person|people|someone|somebody|anyone|agent|operator|representative|rep|staff|advis[eo]r|support|help ?desk|customer (service|care)|employee|expert|(your|the) team)
  {asked} = (^|(i|me|we|us|please|to)…)(please )?
  {asked}(talk|speak|chat|escalate|(connect|transfer|forward|put|pass|hand) (me|us)|hand (this|it))…{person}
  {asked}(reach|contact|call|get hold)…{person}( (please|now|about|for|by|via|on|at|here|directly|who)|[,;.!?]|$)
  (real|live|actual) (human|person|agent|operator|representative|people)
  human (being|agent|operator|support|representative|help|assistance)
  (i|we) (need|want|would like|prefer|demand)( to have)? (a|an|some) (human|person|agent|operator|representative)
  (get|give|find|fetch) me (a|an|some) (human|person|agent|operator|representative|one from)~
  is there (a (human|person|real)|any(one|body)|some(one|body))…21(talk|speak|help|ask|chat|contact)~
  ^(a )?(human|agent|operator|representative|customer service|live chat|real person)(,? (please|now))?$
  (can|could|may) (some(one|body)|any(one|body)|a (human|person|real person)) (please )?(call|contact|help|email|get back to|reply to|answer) (me|us)`

/**
 * How a sentence begins in which readers tell of themselves, so that it may be remembered. Review:
 * any native speaker.
 */
export const tellsOfSelf = `
  i am
  i['’]m
  my name is
  call me
  i (work|live|use|prefer|speak|study|teach|own|run|have|develop)
  we (use|run|are|have)`

/** What readers say who are content with the answer before. Review: any native speaker. */
export const thanks = `
  thanks
  thank (you|u)
  thx
  tysm
  cheers
  appreciated?
  got it
  that (helps?|helped|solve[sd]|works?|worked|did it|fixed|is (it|all)|was (it|all))
  it works
  works now
  solved
  problem gone
  makes sense
  perfect
  great
  awesome
  excellent
  brilliant
  wonderful`

/** What readers say who are not content with the answer before. Review: any native speaker. */
export const complaints = `
  (does|did|do)( not|n['’]?t) (work|help|answer|solve)
  not (helpful|what i|working|correct|right|true)
  still (not|does|can|cannot|broken|fails?|failing|the same|confused|stuck|no)
  useless
  nonsense
  waste of time
  no (use|help)
  wrong
  makes no sense
  never ?mind
  forget it
  give up
  unhelpful`

/**
 * How a model begins that thinks aloud instead of answering, in lower case. Review: who reads
 * replies of models in this language.
 */
export const thoughtOpenings = `
  okay,
  ok,
  alright,
  hmm~
  well,
  wait,
  so,
  let's
  let me
  let us
  first, i
  first, let~
  first, we
  we need to
  we have to
  we are asked
  we are given
  i need to
  i have to
  i should
  the user asks
  the user is asking
  the user wants
  the user's question
  the question is
  the question asks
  the reader asks
  the reader wants
  looking at the`

/**
 * Words that only ask: two questions that differ in these alone are about the same. Review: any
 * native speaker.
 */
export const askingWords = `
  want need like know tell tells explain describe show shows help please way ways make
  makes made get gets able possible happen happens happened occur occurs work works working mean
  means meant use uses used using try take there's what's how's find found let thing things doing
  done going go best easiest simplest good proper right own new another further single alone each
  every any same exactly actually really just currently between procedure steps reader readers user
  users system assistant per whether may must shall cannot there here me my mine your yours we our they`

/**
 * Words that colour a question and narrow it to nothing: of questions that are very near by
 * meaning they may differ. Review: any native speaker.
 */
export const colouringWords = `
  best better good great greatest nice effective effectively efficient efficiently easily quickly
  properly correctly ever truly today nowadays now people person someone somebody anyone anybody
  everyone everybody tip tips advice idea ideas suggestion suggestions recommendation recommendations`

/**
 * Each line one meaning: questions that differ in these words alone are the same. A missing word
 * costs a cache hit, a wrong one gives a wrong answer. Review: a native speaker who writes
 * manuals.
 */
export const synonyms = `
  delete remove removing erase drop discard
  start begin launch trigger
  stop end quit halt
  enable activate
  disable deactivate
  change edit modify update alter adjust
  create add write
  view see look
  configure define specify setup
  error failure problem fault fail
  store save keep kept
  send post submit
  choose select pick
  allow permit
  check verify validate
  fix repair solve resolve
  down away unavailable offline unreachable
  answer reply response respond
  big large
  biggest largest highest greatest maximum
  smallest lowest minimum
  fast quick rapid
  several multiple
  earlier previous prior former
  contain include comprise
  communicate talk speak
  reduce decrease lower shrink
  increase raise
  forget purge clear
  cost price
  notify told
  difference differ different
  undo undone
  ring rung
  language languages`

/**
 * Each line one meaning: a claim with one of these words where its sentence has another may be
 * verified. A missing word makes a true claim weak, a wrong one a false claim verified. Review: a
 * native speaker who writes manuals.
 */
export const rewordings = `
  begin began begun start commence
  end finish complete conclude
  use employ utilize utilise apply
  show shown display demonstrate illustrate indicate
  need require
  let allow permit enable
  help assist aid
  get got obtain acquire receive
  give gave given provide supply offer
  make made create produce
  build built construct erect
  find found discover detect identify locate
  found establish set
  keep kept retain preserve maintain hold held
  each every all
  change alter modify adjust
  choose chose chosen select pick
  send sent transmit deliver
  run ran execute perform
  call name term
  say said state claim
  tell told inform notify
  think thought believe consider regard deem
  become became turn grow grew
  come came arrive
  go went gone travel
  lead led guide head direct
  rule govern
  buy bought purchase
  happen occur
  cause trigger prompt lead led
  increase rise rose risen grow grew expand growth
  decrease decline drop fall fell fallen shrink reduce lower reduction
  destroy ruin demolish
  defeat beat overcome
  win won gain secure
  fight fought battle
  kill slay slain murder
  live reside dwell inhabit
  stay remain
  see saw seen view observe notice
  seem appear
  write wrote written author compose
  speak spoke spoken talk
  contain include comprise hold incorporate
  consist comprise
  join connect link attach
  divide split separate
  mix blend combine merge
  gather collect assemble
  spread distribute
  throw threw discard
  try attempt seek sought
  ask request
  answer reply respond response
  explain describe
  define specify determine
  check verify validate confirm
  test try examine
  study examine investigate research analyze analyse
  measure assess evaluate gauge
  add append insert
  delete remove erase eliminate drop
  replace substitute
  store save keep
  load fetch retrieve read
  fix repair correct resolve solve
  break broke broken fail
  close shut
  protect guard defend
  attack assault
  ban prohibit forbid forbidden
  agree accept
  refuse reject decline deny
  avoid prevent
  ensure guarantee
  publish release issue
  announce declare proclaim
  appoint name designate
  teach taught instruct
  carry transport
  follow obey
  continue proceed persist
  develop evolve
  improve enhance
  damage harm hurt
  influence affect impact shape
  represent symbolize stand
  recommend suggest advise propose
  differ vary
  exceed surpass
  begin open
  serve act function work operate
  argue claim maintain contend
  introduce present
  expect anticipate
  reveal disclose uncover
  receive accept
  large big huge great vast enormous massive
  small little tiny
  many numerous several various multiple
  most majority mostly
  main primary chief principal major key central
  important significant major key crucial vital essential critical
  famous renowned well-known notable celebrated
  common frequent usual typical widespread
  rare uncommon unusual
  fast quick rapid swift
  easy simple
  hard difficult tough challenging
  new novel recent
  old ancient
  early initial first
  final last
  whole entire complete full total
  part portion piece section segment component
  strong powerful
  rich wealthy affluent
  poor impoverished
  correct right accurate proper
  wrong incorrect false mistaken
  same identical equal
  different distinct separate various
  similar alike comparable
  near close nearby
  far distant remote
  high tall
  dangerous hazardous risky unsafe
  clear obvious evident apparent
  necessary required needed essential mandatory
  certain sure
  likely probable
  current present existing
  former previous prior earlier past
  next following subsequent
  separate individual
  single sole only
  special particular specific
  often frequently commonly regularly
  usual typical general normal common
  nearly almost virtually practically
  about approximately around roughly
  only merely solely just
  also additionally moreover furthermore too
  however nevertheless nonetheless though yet
  therefore thus hence consequently
  because since as
  although though while
  main mostly primarily chiefly largely predominantly
  very extremely highly
  especially particularly notably
  completely entirely fully wholly totally
  now currently presently today
  later afterwards subsequently
  house home dwelling residence
  job position post role
  method approach technique way procedure
  area region zone district territory
  country nation state
  people persons individuals
  child children kid kids
  leader head chief ruler
  king monarch
  army force military troops
  error mistake fault bug
  problem issue trouble difficulty
  result outcome consequence effect
  reason cause
  goal aim purpose objective target
  idea concept notion
  kind type sort form
  number amount quantity
  example instance
  place location site spot position
  time period era age
  start beginning onset
  group set collection
  company firm business corporation
  student pupil learner
  doctor physician
  picture image photo photograph
  car automobile vehicle
  road street route
  money funds
  tax levy duty
  law legislation statute
  power authority
  duty obligation responsibility
  skill ability capability capacity
  chance opportunity
  choice option selection
  solution answer
  question query
  folder directory
  setting option parameter configuration
  device machine
  program application app software
  price cost fee charge
  speed rate velocity
  effort attempt
  view opinion
  story tale
  death demise
  illness disease sickness
  medicine drug medication
  sea ocean
  stone rock
  border boundary frontier
  center centre middle
  edge margin
  top summit peak
  within inside
  over above
  under below beneath
  through via
  among amongst
  despite notwithstanding`

/**
 * Ways of saying that mean the same as one word or another way, behind the equals sign. Review: a
 * native speaker who writes manuals.
 */
export const sameInOneWord = `
  {run} = (e[sd]|s|ed|ing)?
  (turn|switch){run} on = enable
  (turn|switch){run} off = disable
  (turn|switch){run}{words} on(?= *([?.!,;]|$)) = enable{words}
  (turn|switch){run}{words} off(?= *([?.!,;]|$)) = disable{words}
  get(ting)? rid of = delete
  set(ting)? up = configure
  shut(ting)? down = stop
  (to |with )?(each other|one another) =
  roll(ed|ing)? back = undo
  (purpose|point) of = use of
  (is|are|am|be) (allowed|permitted|able) to = can
  what (is )?the (command|procedure|right way|best way|way) (to|for|of) = how do I
  how much time = how long
  how much(?= (do|does|did|will|would|is|are) .* costs?) = what
  where(?= (can|could|do) (i|we|you|one) (see|view|read)) = how
  ask(s|ing)? (a |my |some )?questions?(?= (about|on)) = ask
  what (do|should|must|can) (i|we|you|one) (have to |need to )?(run|do|type|enter) to = how do I`

/**
 * How a question begins that greets first, up to the comma: left out of the search. Review: any
 * native speaker.
 */
export const greetings = `
  hi
  hello
  hey
  good (morning|evening|afternoon)`

/**
 * Phrases that only ask, as in "could you tell me": left out of the search. Review: any native
 * speaker.
 */
export const askingFrames = `
  {know} = (know|learn|understand|ask|find out|hear)
  {onward} = ( (to|with|through|on|more|about|of|understand|know|whether|if))*
  {some} = ((a bit|a little|some|any|an?|the|more|further|additional) )*
  {matter} = (details?|information|info|overview|explanation|insights?)
  {tell} = ((tell|show|teach|give|remind|guide|walk|help|inform) (me|us)|let (me|us) know)
  {explain} = (explain|describe|clarify|elaborate|outline|summari[sz]e)
  {ask} = ((give|provide|share|offer) (me |us )?{some}{matter}|{tell}|{explain})( (to )?(me|us))?
  (can|could|would|will) (you|someone|anyone|anybody)( (please|kindly|also|just|maybe|quickly))* {ask}{onward}
  i('d| would| do)? (like|love|want|need|wish) to {know}{onward}
  i('m| am)? (just |still )?(curious|interested|wonder|wondering|trying to understand){onward}( in)?
  (i have|just) a (quick )?question{onward}
  do you (happen to )?know{onward}
  do you have any idea
  {notSaid}(please|kindly)
  with (respect|regards?) to
  in (regard|regards|terms|the case) (to|of)
  in this context
  (the )?aspects? of
  i mean(t)?
  {atStart}{ask}{onward}(?= )(?! {named})`

/**
 * Thanks that stand as a sentence of their own: left out of the search. Review: any native
 * speaker.
 */
export const courtesies = `
  thank you( (so|very) much)?
  thanks( a lot)?( in advance)?`

/**
 * What readers call the book itself: naming it points at nothing said before. Review: any native
 * speaker.
 */
export const bookWords =
  'book guide manual handbook docs documentation tutorial page site website chapter'

/**
 * Words for what a text does that tells of something, and for its parts: beside what a question is
 * about they narrow nothing. Review: any native speaker.
 */
export const tellingWords =
  'say says saying said mention mentions discuss discusses state states according author authors text section passage article'

/** How a question begins that only goes on with the one before it. Review: any native speaker. */
export const continuations = `
  and
  but
  also
  then
  so
  ok(ay)?
  no
  yes
  what about
  how about
  what else
  another
  tell me more`

/**
 * Words for something said before, each line behind the number of words of its own from which on a
 * question refers to those instead. Review: a native speaker who knows grammar.
 */
export const pronouns = `
  4 it|it's|they|they're|them|he|she|him|these|those|both|ones?
  3 its|theirs?|his|hers?|there(?=\\s*[?.]?$)
  3 this(?! ({book}|section|project|product|week|year))
  3 (?<=(is|does|do|did|was|about|like|use|than|with|mean|why|how) )that`

/**
 * Where such a word stands for nothing, as in "is it possible to". Review: a native speaker who
 * knows grammar.
 */
export const emptyPronouns = `
  (is|was) it (not |ever )?(possible|necessary|needed|required|allowed|ok|okay|recommended|advisable|better|best|good|bad|true|safe|enough|worth)( (to|that|if|for)|(?= ~ing))
  (does|do|did|will|would) it (take|mean) to
  it takes?`

/**
 * Nouns that are always of something: a question that names one may lack its whole. Review: any
 * native speaker.
 */
export const partNouns = `
  advantages?
  disadvantages?
  amount
  applications?
  benefits?
  breeds?
  causes?
  challenges?
  characteristics?
  characters
  classes
  components?
  conclusions?
  consequences?
  differences?
  drawbacks?
  effects?
  examples?
  factors?
  features?
  findings
  functions?
  genres?
  goals?
  impacts?
  implications?
  kinds?
  layers
  levels?
  limitations?
  limits
  main
  members?
  methods?
  models?
  objectives?
  options
  origins?
  parts?
  phases
  problems?
  process
  properties
  pros and cons
  purpose
  reasons?
  relationships?
  requirements
  results?
  risks?
  role
  similarit(y|ies)
  solutions?
  sources
  stages
  steps
  symptoms?
  techniques?
  terms?
  themes?
  time
  treatments?
  types?
  uses
  variations?
  variety
  varieties
  versions?
  ways?`

/**
 * Words that compare with something: a question that has one may lack what it compares with.
 * Review: any native speaker.
 */
export const comparatives = `
  additional
  alternative
  available
  best
  better
  biggest
  common
  compare
  differ
  different
  famous
  fastest
  first
  help
  important
  key
  largest
  last
  least
  main
  modern
  most
  natural
  nearby
  new
  newest
  next
  older
  oldest
  other
  popular
  possible
  similar
  smallest
  special
  traditional
  typical
  unique
  younger
  youngest`

/** Prepositions that tell the way to a thing from the way from it. Review: any native speaker. */
export const directions = 'from to into onto by'

/** Prepositions that relate two things, which may not change places. Review: any native speaker. */
export const relations = 'of in on at inside within than with for about'

/** How a sentence begins that points back to the one before it. Review: any native speaker. */
export const backReferences = `
  it
  its
  this
  that
  these
  those
  they
  their
  he
  his
  she
  her
  such
  both`

/**
 * How readers ask what a whole page, chapter or book says, which stands as § here. Each is a whole
 * turn. Review: any native speaker.
 */
export const overviewFrames = `
  {say} = (all |really |actually |mainly |basically )?(about|deal with|cover(ed)?|contain|include|explain|say|tell( me| us)?|discuss|describe|teach( me| us)?|treat|focus on|talk about)
  {summary} = (summary|overview|outline|gist|synopsis|abstract|tl;?dr|table of contents|contents|key points|main points|main ideas|main topics|key takeaways|takeaways|highlights)
  {topics} = (topics?|subjects?|themes?|areas?|things|points?|ideas?|message|purpose|scope|chapters|parts|sections)
  ^what('s| is| does| do| are| can| will| would)? § {say}( exactly)?$
  ^(summari[sz]e|sum up|outline|recap|condense|explain|describe|introduce) §( briefly| shortly| in short| in (a|one|two|three|five|a few|\\d+) (short )?(words?|sentences?|lines?|paragraphs?|bullet points?|points?))?$
  ^((give|show|write|make|get|read|tell|list) )?((me|us) )?((a|an|the|some|all) )?((short|brief|quick|concise|general|rough|one-sentence|one-paragraph) )?{summary} (of|for|from|on|in) §$
  ^what('s| is| are) (the )?((main|key|central|most important) )?({summary}|{topics}) (of|in|from|covered in|covered by|discussed in|on) §$
  ^(what|which) ((main|key) )?{topics} (does|do|are covered in|are covered by|are discussed in|are in|are on|are there in|can be found in) §( cover| have| contain| include| discuss| deal with| consist of| treat)?$
  ^what (can|will|do|would|could|should) (i|we|you|one) (learn|find|read|see|get|expect)( about)? (in|on|from|here in|by reading) §$
  ^what('s| is)( there)? (in|on|inside) §$
  ^what happens in §$
  ^tell me (something |more )?about §$
  ^how is § (organi[sz]ed|structured|built up)$
  ^§ (summary|overview|outline|in short|in brief|in a nutshell|tl;?dr|in (one|a few|two) sentences?)$
  ^tl;?dr (of |for )?§$`

/** What readers call the page that they are on. Review: any native speaker. */
export const pageNames = `
  (this|the|the current|that) ((whole|entire) )?(page|article|chapter|section|document|doc|post|lesson)`

/** What readers call the whole book that they ask about. Review: any native speaker. */
export const bookNames = `
  (this|the|your|these|the whole|the entire) ((whole|entire) )?(book|docs?|documentation|handbook|manual|guide|tutorial|help cent(er|re)|site|website|wiki|course)`

/**
 * What readers call a part of the book by its number, <n>, or by what it is about, <title>. Review:
 * any native speaker.
 */
export const chapterNames = `
  {kind} = (?<kind>chapter|part|section|unit|lesson|module)
  (the )?{kind}( number| no)? (?<n>\\d{1,3}|{number}|[ivx]{1,5})
  (the )?(?<n>\\d{1,3}(?=st|nd|rd|th)|{number})(st|nd|rd|th)? {kind}
  (the )?{kind} (on|about|called|titled|named|entitled) (?<title>.{2,80})`

/**
 * How a question points to the page or the version that its reader is on. Review: any native
 * speaker.
 */
export const pageReferences = `
  (in|on|of|for|to|from|with|does|by|about) (this|the current) (page|article|chapter|section|document|version|release)
  ^(is|does|was|has|are) (this|the current) (page|article|chapter|section|document|version)`
