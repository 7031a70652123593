const wordsOf = (text: string) => text.trim().split(/\s+/)

const tableOf = (lines: string) =>
  new Map(
    lines
      .trim()
      .split('\n')
      .flatMap((line) => {
        const [meaning = '', ...words] = wordsOf(line)
        return words.map((word) => [word, meaning] as const)
      }),
  )

/**
 * Numbers in words, and what they say. "One" is left out, an article in half of the languages; words
 * that are a number in one language and not in another say the same in both.
 */
export const numberWords = tableOf(`
  0 zero cero zéro
  2 two zwei zwo dos deux dois duas twee два две zweite zweiten zweiter zweites zweitens segunda deuxième deuxièmes
  3 three drei tres trois tre três drie три third thirds dritte dritten dritter drittes tercero tercera tercer troisième terzo
  4 four vier cuatro quatre quattro quatro четыре fourth vierte vierten cuarto cuarta quatrième
  5 five fünf cinco cinq cinque vijf пять fifth fünfte fünften quinto quinta cinquième
  6 six sechs seis zes шесть sixth sechste sechsten sexto sexta sixième
  7 seven sieben siete sept sette sete zeven семь seventh siebte siebten séptimo septième
  8 eight acht ocho huit otto oito восемь eighth achte achten octavo huitième
  9 nine neun nueve neuf nove negen девять ninth neunte neunten noveno neuvième
  10 ten zehn diez dix dieci dez tien десять tenth zehnte zehnten décimo dixième
  11 eleven elf onze undici одиннадцать
  12 twelve zwölf doce douze dodici doze twaalf dozen dutzend docena
  13 thirteen dreizehn trece treize
  14 fourteen vierzehn catorce quatorze
  15 fifteen fünfzehn quince quinze
  16 sixteen sechzehn dieciséis seize
  17 seventeen siebzehn diecisiete
  18 eighteen achtzehn dieciocho
  19 nineteen neunzehn diecinueve
  20 twenty zwanzig veinte vingt venti twintig
  30 thirty dreißig dreissig treinta trente
  40 forty vierzig cuarenta quarante
  50 fifty fünfzig cincuenta cinquante
  60 sixty sechzig sesenta soixante
  70 seventy siebzig setenta
  80 eighty achtzig ochenta
  90 ninety neunzig noventa
  100 hundred hundreds hundert cien ciento cent
  1000 thousand thousands tausend mil mille
  1000000 million millions millionen millón millones
  1 first erste ersten erster erstes zuerst primero primera primer premier première primo
  last last letzte letzten letzter letztes último última dernier dernière ultimo
  second second segundo seconde
  1x once einmal
  2x twice double doubled doubles zweimal doppelt doble deux-fois
  3x triple tripled dreimal thrice
  1/2 half halves halb halbe halben hälfte mitad moitié metà
  1/4 quarter viertel quart
  both both beide beiden ambos ambas entrambi`)

/** Units, and what each is in any of the languages. */
export const units = tableOf(`
  ms ms millisecond milliseconds millisekunde millisekunden milisegundo milisegundos milliseconde millisecondes
  s sec secs seconds sekunde sekunden segundos secondes секунд секунды
  min min mins minute minutes minuten minuto minutos minuti минут минуты
  h hr hrs hour hours hourly stunde stunden stündlich hora horas heure heures ore uur час часа часов
  day day days daily tag tage tagen täglich día días diario diaria diariamente jour jours giorno giorni dag dagen день дня дней
  week week weeks weekly woche wochen wöchentlich semana semanas semaine semaines settimana неделя недели
  month month months monthly monat monate monaten monatlich mes meses mois mese mesi maand месяц месяца
  year year years yearly annually jahr jahre jahren jährlich año años année années anno jaar год года лет
  byte byte bytes octet octets
  kb kb kib kilobyte kilobytes
  mb mb mib megabyte megabytes
  gb gb gib gigabyte gigabytes
  tb tb tib terabyte terabytes
  % percent prozent percentage pourcent
  px px pixel pixels
  mm mm millimetre millimetres millimeter millimeters
  cm cm centimetre centimetres centimeter centimeters
  m metre metres meter meters metros mètres
  km km kilometre kilometres kilometer kilometers
  mile mile miles
  foot foot feet
  inch inch inches
  kg kg kilo kilos kilogram kilograms
  l litre litres liter liters
  hz hz hertz`)

/** Names that readers write in capitals or not, as they please. */
export const spelledAcronyms = wordsOf(
  `ai api cdn ci cli cors cpu cron css csv dns faq ftp gpu gui html http https id imu ip jpeg jpg json jsonl
  jwt llm mcp md mdx oauth pdf php png ram rest ros rpc rrf sdk smtp sql ssd sse ssh ssl svg tcp tls toml
  tsv ttl udp ui uri url urdf usb uuid vm vpn wasm wav webp xml yaml yml zip`,
)

/** Words that turn a sentence round. */
export const negation = {
  words: wordsOf(
    `not never no none nothing nobody nowhere neither nor without except unless unable
    nicht nie niemals kein keine keinen keinem keiner keines nichts niemand ohne weder außer
    nunca jamás sin ningún ninguna ninguno nada nadie tampoco excepto salvo
    pas jamais sans aucun aucune rien sauf
    não sem nenhum nenhuma ninguém nem exceto
    non mai senza nessun nessuno nessuna niente tranne
    niet nooit geen zonder niets
    не нет без никогда нельзя ничего
    nie bez nigdy
    değil yok asla
    لا ليس لم لن بدون غير
    नहीं मत बिना`,
  ),
  /** In scripts without spaces, and in Korean, whose negation is a part of the verb. */
  unspaced: /[不没無无未勿]|ません|ない(?!し)|なしで|ずに|않|없|못|안\s/gu,
}
