/** Things of a lighthouse, each with words of its own, so that none is taken for another. */
interface Thing {
  name: string
  question: string
  fact: string
}

const thing = (name: string, question: string, fact: string): Thing => ({ name, question, fact })

/** What the book tells, a page for each. */
export const told: readonly Thing[] = [
  thing('Foghorn', 'How often does the foghorn blow?', 'The foghorn blows every ninety seconds.'),
  thing(
    'Staircase',
    'How many granite steps has the spiral staircase?',
    'The spiral staircase has 214 granite steps.',
  ),
  thing('Barometer', 'Where does the barometer hang?', 'The barometer hangs in the study.'),
  thing('Flag', 'When is the flag hoisted?', 'The flag is hoisted at sunrise.'),
  thing(
    'Cistern',
    'How many litres does the cistern hold?',
    'The cistern holds 9000 litres of rain.',
  ),
  thing(
    'Stove',
    'Which coal burns in the stove?',
    'Anthracite is the coal that burns in the stove.',
  ),
  thing('Ledger', 'Who signs the ledger?', 'The inspector signs the ledger.'),
  thing('Goat', 'What is the goat called?', 'The goat is called Agatha.'),
  thing('Jetty', 'Of which timber is the jetty built?', 'The jetty is built of larch timber.'),
  thing(
    'Telescope',
    'Who polished the telescope?',
    'An optician from Jena polished the telescope.',
  ),
  thing('Garden', 'What grows in the garden?', 'Kale grows in the garden.'),
  thing('Chronometer', 'When is the chronometer wound?', 'The chronometer is wound on Sundays.'),
]

/** What readers ask for and the book lacks. */
export const lacking: readonly Thing[] = [
  thing(
    'Anchor',
    'Where is the spare anchor chain?',
    'The spare anchor chain is in the boat shed.',
  ),
  thing('Parrot', 'Which colour has the parrot?', 'The parrot has a scarlet colour.'),
  thing(
    'Piano',
    'Who tunes the grand piano of the parlour?',
    'A blind organist tunes the grand piano of the parlour.',
  ),
  thing(
    'Vault',
    'What opens the iron vault below the cellar?',
    'A brass key opens the iron vault below the cellar.',
  ),
  thing('Ferry', 'At what hour leaves the ferry?', 'The ferry leaves at the hour of noon.'),
  thing('Beehive', 'How much honey gives the beehive?', 'The beehive gives twelve jars of honey.'),
  thing('Radio', 'On which frequency transmits the radio?', 'It transmits on 2182 kHz.'),
  thing(
    'Chapel',
    'Which bishop consecrated the seamen’s chapel?',
    'Bishop Erlend consecrated the seamen’s chapel.',
  ),
  thing(
    'Windmill',
    'How tall does the Dutch windmill stand?',
    'The Dutch windmill stands 18 m tall.',
  ),
  thing(
    'Museum',
    'What price has a museum ticket for children?',
    'A museum ticket for children has a price of three crowns.',
  ),
  thing(
    'Sauna',
    'What temperature reaches the birch sauna?',
    'The birch sauna reaches a temperature of 90 degrees.',
  ),
  thing('Cannon', 'When was the cannon cast?', 'The cannon was cast in 1780.'),
  thing(
    'Sculpture',
    'Whose knife carved the walrus sculpture?',
    'A prisoner carved the walrus sculpture with a knife.',
  ),
  thing('Bakery', 'Which flour uses the bakery?', 'The bakery uses spelt flour.'),
  thing('Quarry', 'Which mineral yields the quarry?', 'The quarry yields porphyry.'),
  thing('Orchard', 'How many plums bears the orchard?', 'The orchard bears 400 plums.'),
  thing('Tunnel', 'Where ends the tunnel?', 'The tunnel ends below the cliff.'),
  thing('Gramophone', 'Which record spins on the gramophone?', 'A waltz spins on it.'),
  thing('Distillery', 'What brews the distillery?', 'The distillery brews gin.'),
  thing('Aquarium', 'Which fish swims in the aquarium?', 'A sturgeon swims in the aquarium.'),
]

/** Turns that ask nothing of the book. */
export const talk = [
  'Hello!',
  'Thank you!',
  'Good morning',
  'Can I talk to a person?',
  'I want to speak to a human.',
] as const

export const pageOf = ({ name, fact }: Thing) => `# ${name}\n\n## About it\n\n${fact}\n`

export const without = ({ name }: Thing) =>
  `# ${name}\n\n## About it\n\nNothing is known of this any more.\n`
