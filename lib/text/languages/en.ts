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
