/** A page of the guide that each real site shows, and what can be asked about it. */
export interface GuidePage {
  name: string
  markdown: string
  questions: string[]
}

// Headings of which generators make anchors each in its own way.
const headings = [
  'Filling the reservoir',
  '3. Run',
  'What’s new?',
  'C++ & Rust',
  '`npm run build`',
  'Größe und Maß',
  '设置向导',
  'Настройка лампы',
  'Using `code` with *emphasis*',
  'A -- B',
  '100 % done',
  'A 🎉 party',
  'Q&A: “quotes”',
  'snake_case_name',
  'Repeat',
  'Repeat',
  'UPPER Case',
  'Dots. And, commas; all of them!',
  'Café crème',
  '2024-01-15 release',
  'a/b/c and d\\_e',
  'Trailing dash -',
  '`--flag=value`',
  'The “end”',
  'Node.js 20.x',
]

const things = [
  ...['lantern', 'reservoir', 'burner', 'chimney', 'shutter', 'mantle', 'bellows', 'gimbal'],
  ...['collar', 'spindle', 'ratchet', 'pulley', 'ferrule'],
]
const places = [
  ...['Arden', 'Brackley', 'Corran', 'Dunmore', 'Eskdale', 'Farness', 'Garvie', 'Hollin'],
  ...['Inchkeith', 'Jarrow', 'Kelloe', 'Lismore', 'Muckle'],
]
const units = ['litres', 'grains', 'turns', 'drams', 'notches', 'ounces', 'links']

/** What a page of a generator says, in the forms in which a quote is hardest to find again. */
const forms: ((fact: string) => string)[] = [
  (fact) => fact,
  (fact) => `- A keeper of old had a rule.\n- ${fact}\n- The log says the rest.`,
  (fact) => fact.replace(/(\d+ \w+)/, '**$1**'),
  (fact) => `> ${fact}`,
  (fact) => fact.replace(/^The (\w+)/, 'The [$1](./lamps.md)'),
  (fact) => `:::tip\n${fact}\n:::`,
  (fact) => fact.replace(/of (\w+)/, 'of `$1`'),
]

const pageNames = ['lamps', 'oil', 'wicks', 'glass']

/** Four pages of a hundred sections; each holds a fact that no other holds. */
export function guidePages(): GuidePage[] {
  return pageNames.map((name, page) => {
    const sections = headings.map((heading, n) => sectionOf(heading, page * headings.length + n))
    return {
      name,
      markdown: `---\ntitle: The ${name}\n---\n\nOf the ${name} of this coast, station by station.\n\n${sections
        .map(({ markdown }) => markdown)
        .join('\n')}`,
      questions: sections.map(({ question }) => question),
    }
  })
}

function sectionOf(heading: string, n: number) {
  const thing = things[n % things.length] ?? ''
  const place = places[Math.floor(n / things.length) % places.length] ?? ''
  const unit = units[n % units.length] ?? ''
  const fact = `The ${thing} of ${place} holds ${100 + n} ${unit} when it is full.`
  const form = forms[n % forms.length] ?? String
  const filler = `Whoever came in winter ${1700 + n} wrote in the log what the wind had done to the roof, to the boats and to the road, and how many hours the keeper had slept before that visit number ${n}.`
  return {
    question: `How many ${unit} does the ${thing} of ${place} hold when it is full?`,
    markdown: `## ${heading}\n\n${filler}\n\n${form(fact)}\n\nNobody has read all of the ${300 + n} logs that lie in this house.\n`,
  }
}
