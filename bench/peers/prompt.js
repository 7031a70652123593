/** What each peer tells the model; the local stand-in for a model reads passages in this form. */
export const rules = `You answer a reader's question about a book from numbered passages of that book.
Use only what the passages say, and cite them by number, like [1]. If they do not answer the question, reply with NO_ANSWER and nothing else.
Answer briefly and plainly, in Markdown.`

/** The first line is how the stand-in knows the task. */
export const rewriting = `TASK: rewrite
Given the conversation and the reader's last question, write that question so that it can be understood without the conversation. Do not answer it.`

/** One passage as it stands in a prompt; `n` counts from 1. */
export const asPassage = (n, { content, metadata: { chapter, section } }) =>
  `<passage n="${n}" chapter="${chapter}" section="${section}">\n${content}\n</passage>`

/** The user's message: the passages, then the question. */
export const userMessage = (passages, question) =>
  `${passages}\n<question>\n${question}\n</question>`
