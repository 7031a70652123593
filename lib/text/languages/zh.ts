import type { ListName } from './about.ts'

/** What is not yet written for Chinese, or what it has none of. */
export const lacking: ListName[] = [
  'commonWords',
  'negations',
  'numbers',
  'units',
  'tellsOfSelf',
  'synonyms',
  'sameInOneWord',
  'greetings',
  'emptyPronouns',
  'partNouns',
  'comparatives',
  'directions',
  'relations',
]

/**
 * Words that claim nothing: no search, match or check looks at them. Review: any native speaker.
 */
export const stopWords = '的 了 是 在 和 有 什么 怎么 吗 呢 与 这 那 个 为什么 哪 谁 多少'

/**
 * Parts of words, or words in scripts without spaces, that turn a sentence round. Review: a native
 * speaker who writes manuals.
 */
export const negationParts = '不 没 無 无 未 勿'

/**
 * Contraries, as base forms: those left of | against those right of it. They decide whether a
 * claim says the opposite of its passage. Review: a native speaker who writes manuals.
 */
export const opposites = `
  高 更高 最高 大 最大 多 更多 最多 增加 上升 提高 | 低 更低 最低 小 最小 少 更少 最少 减少 下降 降低
  之前 以前 早 | 之后 以后 晚
  第一 首先 开始 | 最后 结束
  上 上面 以上 上方 | 下 下面 以下 下方
  北 北部 | 南 南部
  东 东部 | 西 西部
  左 左边 | 右 右边
  内 内部 里面 | 外 外部 外面
  打开 启用 开启 | 关闭 禁用
  新 年轻 | 旧 老 古老
  强 | 弱
  快 快速 | 慢 缓慢
  允许 可以 | 禁止 阻止
  添加 增加 | 删除 移除
  总是 所有 全部 | 从不 部分 一些
  必须 | 可选
  输入 | 输出
  发送 | 接收`

/**
 * How readers ask for a person rather than for what the book says. Each names the person and the
 * wish to reach one, for a book may well tell of agents and operators. Review: a native speaker
 * who has worked in support.
 */
export const requestsForPerson = `
  {person} = (人|客服)
  人工(客服|服务|服務)
  (转|轉)人工
  真人
  (联系|聯繫|找)…4客服
  (和|跟|与|與)…6{person}…4(说话|说|聊|谈|通话)`

/** What readers say who are content with the answer before. Review: any native speaker. */
export const thanks = `
  谢谢
  謝謝
  明白了`

/** What readers say who are not content with the answer before. Review: any native speaker. */
export const complaints = `
  没用
  不对
  没有帮助`

/**
 * How a model begins that thinks aloud instead of answering, in lower case. Review: who reads
 * replies of models in this language.
 */
export const thoughtOpenings = `
  好的
  首先
  用户
  嗯
  让我`

/**
 * Words that only ask: two questions that differ in these alone are about the same. Review: any
 * native speaker.
 */
export const askingWords =
  '这个 那个 如何 怎样 可以 一个 一下 都 是在 会 能 要 应该 请问 请 做 呢 吧 被'

/**
 * Phrases that only ask, as in "could you tell me": left out of the search. Review: any native
 * speaker.
 */
export const askingFrames = `
  请问
  麻烦你?您?
  ([你您](能|可以|能不能|可不可以)|能不能|可以)?请?(告诉我|跟我说(一下)?|给我(介绍|讲讲|解释|说明)(一下)?|解释一下|介绍一下|说明一下)
  我想要?(知道|了解|问)(一下)?`

/**
 * Thanks that stand as a sentence of their own: left out of the search. Review: any native
 * speaker.
 */
export const courtesies = '谢谢'

/**
 * What readers call the book itself: naming it points at nothing said before. Review: any native
 * speaker.
 */
export const bookWords = '书 本书'

/** How a question begins that only goes on with the one before it. Review: any native speaker. */
export const continuations = `
  那
  还有
  然后
  而且
  但是`

/**
 * Words for something said before, each line behind the number of words of its own from which on a
 * question refers to those instead. Review: a native speaker who knows grammar.
 */
export const pronouns =
  '2 [它他她其](?!他|她|它|实|中|余)们?|这[个些]?(?=是|怎|为|有|要|能|可|会|吗|\\?|$)'

/** How a sentence begins that points back to the one before it. Review: any native speaker. */
export const backReferences = `
  它
  这
  其
  他
  她`
