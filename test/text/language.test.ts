import { expect, test } from 'vitest'
import { detectLanguage } from '../../lib/text/language.ts'

test.each([
  ['en', 'How do I start the node?'],
  ['en', 'ros2 topic echo'],
  ['en', ''],
  ['de', 'Wie starte ich den Knoten?'],
  ['es', '¿Cómo se inicia el nodo del robot?'],
  ['fr', 'Comment est-ce que le robot publie les messages ?'],
  ['it', 'Come si avvia il nodo della simulazione?'],
  ['pt', 'Como iniciar os nós do robô com uma ação?'],
  ['nl', 'Hoe wordt het knooppunt van de robot gestart?'],
  ['zh', '机器人如何导航？'],
  ['zh', '使用 ros2 topic echo 命令查看消息，并用 rclcpp::Node 创建节点。'],
  ['ja', 'ノードを起動する方法'],
  ['ko', '노드를 어떻게 시작합니까?'],
  ['th', 'หุ่นยนต์เดินได้อย่างไร'],
  ['ar', 'كيف أشغل الروبوت؟'],
  ['he', 'איך מפעילים את הרובוט?'],
  ['ru', 'Как запустить узел?'],
  ['el', 'Πώς ξεκινά ο κόμβος;'],
  ['hi', 'रोबोट कैसे चलता है?'],
  ['en', 'The Chinese word 机器 is the word for a machine in this book.'],
])('%s: %s', (language, text) => {
  expect(detectLanguage(text)).toBe(language)
})
