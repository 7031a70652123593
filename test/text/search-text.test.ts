import { expect, test } from 'vitest'
import { searchConfigOf, searchText } from '../../lib/text/search-text.ts'

test.each([
  ['en', 'Call rclcpp::Node in `my_node.cpp`.', 'Call rclcpp::Node in `my_node.cpp`.'],
  ['de', 'Größe des Knotens', 'Größe des Knotens'],
])('text in %s stays as it is', (language, text, expected) => {
  expect(searchText(text, language)).toBe(expected)
})

test.each([
  ['zh', '使用节点', ['使用', '节点']],
  ['ja', 'ロボットを動かす', ['ロボット', 'を', '動かす']],
  ['th', 'หุ่นยนต์เดินได้', ['หุ่น', 'ยนต์', 'เดิน', 'ได้']],
])('words of %s are set apart', (language, text, words) => {
  expect(searchText(text, language).trim().split(/\s+/)).toEqual(words)
})

test('code within Chinese stays whole', () => {
  expect(searchText('使用rclcpp::Node节点', 'zh')).toMatch(/ rclcpp::Node /)
})

test('a question is cut as the page is, whatever language it is taken for', () => {
  expect(searchText('机器人导航', 'en')).toBe(searchText('机器人导航', 'zh'))
})

test.each([
  ['en', 'english'],
  ['de', 'german'],
  ['pt', 'portuguese'],
  ['nb', 'norwegian'],
  ['zh', 'simple'],
  ['constructor', 'simple'],
])('%s is searched as %s', (language, config) => {
  expect(searchConfigOf(language)).toBe(config)
})
