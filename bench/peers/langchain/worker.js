import { env } from 'cloudflare:workers'
import { StringOutputParser } from '@langchain/core/output_parsers'
import { ChatPromptTemplate, MessagesPlaceholder } from '@langchain/core/prompts'
import { RunnableBranch, RunnablePassthrough, RunnableSequence } from '@langchain/core/runnables'
import { ChatOpenAI, OpenAIEmbeddings } from '@langchain/openai'
import { QdrantVectorStore } from '@langchain/qdrant'
import { QdrantClient } from '@qdrant/js-client-rest'
import { asPassage, rewriting, rules, userMessage } from '../prompt.js'

const connection = {
  apiKey: env.OPENROUTER_API_KEY,
  configuration: { baseURL: env.OPENROUTER_BASE_URL },
}
const qdrant = new QdrantClient({
  url: env.QDRANT_URL,
  apiKey: env.QDRANT_API_KEY,
  checkCompatibility: false,
})

/** Made for each request: the queues in its clients must not be shared between requests of a Worker. */
function createChain() {
  const model = new ChatOpenAI({ ...connection, model: env.CHAT_MODEL })
  const embeddings = new OpenAIEmbeddings({
    ...connection,
    model: env.EMBEDDING_MODEL,
    dimensions: Number(env.DIMENSIONS),
    encodingFormat: 'float',
    stripNewLines: false,
  })
  const store = new QdrantVectorStore(embeddings, {
    client: qdrant,
    collectionName: env.COLLECTION,
  })
  const rewrite = rewritePrompt.pipe(model).pipe(new StringOutputParser())
  return RunnableSequence.from([
    RunnablePassthrough.assign({
      standalone: RunnableBranch.from([
        [({ history }) => history.length > 0, rewrite],
        ({ question }) => question,
      ]),
    }),
    RunnablePassthrough.assign({
      passages: async ({ standalone }) =>
        told(await store.similaritySearch(env.QUERY_INSTRUCTION + standalone, 5)),
    }),
    answerPrompt,
    model,
    new StringOutputParser(),
  ])
}

const rewritePrompt = ChatPromptTemplate.fromMessages([
  ['system', rewriting],
  new MessagesPlaceholder('history'),
  ['human', '{question}'],
])

const answerPrompt = ChatPromptTemplate.fromMessages([
  ['system', rules],
  new MessagesPlaceholder('history'),
  ['human', userMessage('{passages}', '{question}')],
])

const told = (found) =>
  found
    .map(({ pageContent: content, metadata }, at) => asPassage(at + 1, { content, metadata }))
    .join('\n')

/** A conversational chain: rewrite what depends on the conversation, search, stream. */
export default {
  async fetch(request) {
    const { question, history = [] } = await request.json()
    const answer = await createChain().stream({ question, history })
    return new Response(answer.pipeThrough(new TextEncoderStream()))
  },
}
