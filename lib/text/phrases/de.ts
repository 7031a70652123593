import type { Phrases } from './phrase-set.ts'

export const de: Phrases = {
  noAnswer: 'Das Buch beantwortet diese Frage nicht.',
  nearestPages: 'Die Seiten, die ihr am nächsten kommen:',
  extract:
    'Im Augenblick kann keine Antwort geschrieben werden. Diese Stellen des Buchs kommen der Frage am nächsten:',
  handOff:
    'Ein Mensch kann übernehmen: Wählen Sie „Einen Menschen fragen“, und Ihre Frage geht mit diesem Gespräch weiter.',
  ended: {
    length: 'Diese Antwort wurde abgeschnitten. Schreiben Sie „weiter“, um den Rest zu lesen.',
    filtered: 'Der Anbieter des Modells hat den Rest dieser Antwort zurückgehalten.',
    broken: 'Diese Antwort ist abgebrochen. Fragen Sie noch einmal, um sie ganz zu lesen.',
  },
  denies: {
    given: `passagen|passage|quellen|quelle|buch|text|texte|texten|dokumentation|dokument|dokumenten|kontext
      |auszüge|auszügen|abschnitte|abschnitten|textstellen|stellen|material|handbuch|unterlagen|seiten`,
    lacks: `(?:enthalten|enthält|erwähnen|erwähnt|sagen|sagt|beantworten|beantwortet|nennen|nennt|beschreiben
      |beschreibt|erklären|erklärt|behandeln|behandelt|geben|gibt|liefern|liefert|bieten|bietet)(?: [\\p{L}-]+){0,6}
      (?:nicht|nichts|kein|keine|keinen|keinerlei)|(?:nicht|nichts|kein|keine|keinen|keinerlei)(?: [\\p{L}-]+){0,6}
      (?:enthalten|erwähnt|genannt|beschrieben|erklärt|behandelt|beantwortet|angegeben|gefunden|finden|hervor|steht|stehen)
      |keine (?:information|informationen|angaben|angabe|antwort|hinweise|auskunft)|nichts (?:über|zu|darüber|dazu)
      |geht (?:[\\p{L}-]+ ){0,5}nicht hervor|steht (?:[\\p{L}-]+ ){0,5}(?:nicht|nichts)`,
    alone: `(?:das )?weiß ich (?:leider )?nicht|ich weiß (?:es|das) (?:leider )?nicht|kann ich (?:leider )?nicht beantworten
      |ich kann (?:diese frage|das|die frage|darauf) (?:leider )?(?:nicht|keine)|(?:liegen|gibt es|habe ich)(?: [\\p{L}-]+){0,3} keine (?:informationen|angaben)
      |keine (?:informationen|angaben) (?:vor|gefunden|verfügbar|vorhanden)`,
  },
}
