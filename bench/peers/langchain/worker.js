import { env } from 'cloudflare:workers'
import { StringOutputParser } from '@langchain/core/output_parsers'
import { ChatPromptTemplate, MessagesPlaceholder } from '@langchain/core/prompts'
import { RunnableBranch, RunnablePassthrough, RunnableSequence } from '@langchain/core/runnables'
import { ChatOpenAI, OpenAIEmbeddings } from '@langchain/openai'
import { QdrantVectorStore } from '@langchain/qdrant'
import { asPassage, rewriting, rules, userMessage } from '../prompt.js'

const connection = {
  apiKey: env.OPENROUTER_API_KEY,
  configuration: { baseURL: env.OPENROUTER_BASE_URL },
}
const model = new ChatOpenAI({ ...connection, model: env.CHAT_MODEL })
const embeddings = new OpenAIEmbeddings({
  ...connection,
  model: env.EMBEDDING_MODEL,
  dimensions: Number(env.DIMENSIONS),
  encodingFormat: 'float',
  stripNewLines: false,
})
const store = new QdrantVectorStore(embeddings, {
  url: env.QDRANT_URL,
  apiKey: env.QDRANT_API_KEY,
  collectionName: env.COLLECTION,
})

const rewrite = RunnableSequence.from([
  ChatPromptTemplate.fromMessages([
    ['system', rewriting],
    new MessagesPlaceholder('history'),
    ['human', '{question}'],
  ]),
  model,
  new StringOutputParser(),
])

async function findPassages({ standalone }) {
  const found = await store.similaritySearch(env.QUERY_INSTRUCTION + standalone, 5)
  return found
    .map(({ pageContent: content, metadata }, at) => asPassage(at + 1, { content, metadata }))
    .join('\n')
}

const chain = RunnableSequence.from([
  RunnablePassthrough.assign({
    standalone: RunnableBranch.from([
      [({ history }) => history.length > 0, rewrite],
      ({ question }) => question,
    ]),
  }),
  RunnablePassthrough.assign({ passages: findPassages }),
  ChatPromptTemplate.fromMessages([
    ['system', rules],
    new MessagesPlaceholder('history'),
    ['human', userMessage('{passages}', '{question}')],
  ]),
  model,
  new StringOutputParser(),
])

/** A conversational chain: rewrite what depends on the conversation, search, stream. */
export default {
  async fetch(request) {
    const { question, history = [] } = await request.json()
    const answer = await chain.stream({ question, history })
    return new Response(answer.pipeThrough(new TextEncoderStream()))
  },
}
