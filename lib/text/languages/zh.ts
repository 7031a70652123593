import type { ListName } from './about.ts'

/** What is not yet written for Chinese, or what it has none of. */
export const lacking: ListName[] = [
  'colouringWords',
  'commonWords',
  'negations',
  'numbers',
  'units',
  'tellsOfSelf',
  'synonyms',
  'rewordings',
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

/**
 * Words for what a text does that tells of something, and for its parts: beside what a question is
 * about they narrow nothing. Review: any native speaker.
 */
export const tellingWords = '说 讲 写 提到 提及 介绍 作者 文档 手册 章节 文中 书中 页面'

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

/**
 * How readers ask what a whole page, chapter or book says, which stands as § here. Each is a whole
 * turn. Review: any native speaker.
 */
export const overviewFrames = `
  {summary} = (摘要|概要|概述|总结|要点|目录|大纲|梗概|主要内容|简介|主题)
  ^§(主要|大概|大致|都|到底|是)*(讲|说|写|介绍|包含|包括|涵盖|覆盖|涉及|描述|教)(的是|了|些|述|的)*(什么|哪些)(内容|主题|东西|章节|话题)?(的)?$
  ^§(的)?(主要)?(内容|主题|{summary})(是|有)(什么|哪些)$
  ^(给我|请|帮我|用一句话|用几句话|简单|简要|简短|地|一下)*(总结|概括|概述|归纳|介绍|解释|说明)(一下|下)?§(的内容|的要点)?$
  ^(给我|写|来|请)*(一个|一份|一段)?§(的)?{summary}$
  ^§(里|中|上)?(有|能学到|可以学到|可以找到)(什么|哪些)(内容|主题|章节)?$
  ^§是(关于什么|关于哪些|讲什么|怎么组织)(的)?$`

/** What readers call the page that they are on. Review: any native speaker. */
export const pageNames = `
  (这|本|这个|当前|此|这一|该)(一)?(页面|页|篇文章|文章|篇|章节|章|节|文档)`

/** What readers call the whole book that they ask about. Review: any native speaker. */
export const bookNames = `
  (这|本|这本|这个|整本|整个|你们的|此|该)(书|文档集|手册|指南|文档站|网站|教程|帮助中心|站点|文档库)`

/**
 * What readers call a part of the book by its number, <n>, or by what it is about, <title>. Review:
 * any native speaker.
 */
export const chapterNames = `
  {kind} = (?<kind>章|部分|节|课)
  第(?<n>\\d{1,3}|[一二三四五六七八九十]{1,3}){kind}
  (关于|讲)(?<title>.{1,40})的(那)?一?{kind}`

/**
 * How a question points to the page or the version that its reader is on. Review: any native
 * speaker.
 */
export const pageReferences = `
  (这|本|当前|此)(一)?(个)?(页面|页|章节|章|节|文档|版本|篇文章)`
