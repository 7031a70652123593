/**
 * What the defaults were chosen on, by the format of the questions. A figure on these flatters the
 * setting; one on any other corpus does not.
 */
const chosenOn: Record<string, string> = {
  golden: 'the weights and the floor of the local cloud',
  squad: 'the weights of the local cloud',
}

/** A line that says which defaults were chosen on these questions; undefined where none was. */
export function flattered(format: string): string | undefined {
  const settings = chosenOn[format]
  return settings && `Chosen on questions of this corpus, so that its figures flatter: ${settings}.`
}
