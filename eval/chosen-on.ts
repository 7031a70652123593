/**
 * What the defaults were chosen on, by the folder of the questions. A figure on these flatters the
 * setting; one on any other corpus does not.
 */
const chosenOn: Record<string, string> = {
  golden: 'the weights and the floor of the local cloud',
  squad: 'the weights of the local cloud',
}

/** A line that says which defaults were chosen on these questions; undefined where none was. */
export function flattered(corpus: string): string | undefined {
  const settings = chosenOn[corpus.split('/')[0] ?? '']
  return settings && `Chosen on questions of this corpus, so that its figures flatter: ${settings}.`
}
