/** About how many tokens a model would count: four characters each. */
export const countTokens = (text: string) => Math.ceil(text.length / 4)
