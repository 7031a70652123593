import type { ListName } from './about.ts'

/** What is not yet written for Chinese, or what it has none of. */
export const lacking: ListName[] = ['commonWords', 'negations', 'numbers', 'units']

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
