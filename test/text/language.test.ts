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
  ['fa', 'این کتاب می‌گوید که ربات چگونه راه می‌رود و پیام‌ها را می‌خواند.'],
  ['ur', 'یہ کتاب بتاتی ہے کہ روبوٹ کیسے چلتا ہے اور پیغام پڑھتا ہے۔'],
  ['ar', 'يشرح هذا الكتاب كيف يتحرك الروبوت وكيف يقرأ الرسائل في المكتبة.'],
  ['uk', 'Ця книга пояснює, як робот їздить і читає повідомлення.'],
  ['pl', 'Jak uruchomić węzeł robota i odczytać wiadomości?'],
  ['tr', 'Düğüm nasıl başlatılır ve mesajlar nasıl okunur? Işık açık mı?'],
  ['vi', 'Làm thế nào để khởi động nút của rô-bốt và đọc tin nhắn?'],
  ['cs', 'Jak spustím uzel robota, který řídí kolečka a přečte zprávy v příkladu?'],
  ['en', 'Maintainers: João da Silva, Maria dos Santos, Ludwig van Beethoven'],
  ['en', 'The port was written by João da Silva e Souza for Łódź.'],
  ['en', 'The Chinese word 机器 is the word for a machine in this book.'],
])('%s: %s', (language, text) => {
  expect(detectLanguage(text)).toBe(language)
})
