import type { Phrases } from './phrase-set.ts'

export const de: Phrases = {
  noAnswer: 'Das Buch beantwortet diese Frage nicht.',
  otherVersion: 'Das gilt für Version {version}:',
  nearestPages: 'Die Seiten, die ihr am nächsten kommen:',
  extract:
    'Im Augenblick kann keine Antwort geschrieben werden. Diese Stellen des Buchs kommen der Frage am nächsten:',
  budget:
    'Das Budget dieser Website für heute ist aufgebraucht, deshalb schreibt der Assistent bis morgen keine Antworten. Diese Stellen des Buchs kommen am nächsten:',
  ownersAnswer: 'Vom Betreiber dieser Website.',
  handOff:
    'Ein Mensch kann übernehmen: Wählen Sie „Einen Menschen fragen“, und Ihre Frage geht mit diesem Gespräch weiter.',
  contact: 'Hier erreichen Sie einen Menschen: {contact}',
  nobody: 'Hier kann kein Mensch übernehmen.',
  ended: {
    length: 'Diese Antwort wurde abgeschnitten. Schreiben Sie „weiter“, um den Rest zu lesen.',
    filtered: 'Der Anbieter des Modells hat den Rest dieser Antwort zurückgehalten.',
    broken: 'Diese Antwort ist abgebrochen. Fragen Sie noch einmal, um sie ganz zu lesen.',
  },
  denies: {
    given: `passagen|passage|quellen|quelle|buch|text|texte|texten|dokumentation|dokument|dokumenten|kontext
      |auszüge|auszügen|abschnitte|abschnitten|textstellen|stellen|material|handbuch|unterlagen
      |seiten`,
    lacks: `(?:enthalten|enthält|erwähnen|erwähnt|sagen|sagt|beantworten|beantwortet|nennen|nennt|beschreiben
      |beschreibt|erklären|erklärt|behandeln|behandelt|geben|gibt|liefern|liefert|bieten
      |bietet)(?: [\\p{L}-]+){0,6}
      (?:nicht|nichts|kein|keine|keinen|keinerlei)|(?:nicht|nichts|kein|keine|keinen|keinerlei)(?: [\\p{L}-]+){0,6}
      (?:enthalten|erwähnt|genannt|beschrieben|erklärt|behandelt|beantwortet|angegeben|gefunden|finden|hervor|steht|stehen)
      |keine (?:information|informationen|angaben|angabe|antwort|hinweise|auskunft)|nichts (?:über
      |zu|darüber|dazu)
      |geht (?:[\\p{L}-]+ ){0,5}nicht hervor|steht (?:[\\p{L}-]+ ){0,5}(?:nicht|nichts)`,
    alone: `(?:das )?weiß ich (?:leider )?nicht|ich weiß (?:es|das) (?:leider )?nicht|kann ich (?:leider )?nicht beantworten
      |ich kann (?:diese frage|das|die frage|darauf) (?:leider )?(?:nicht|keine)|(?:liegen|gibt es
      |habe ich)(?: [\\p{L}-]+){0,3} keine (?:informationen|angaben)
      |keine (?:informationen|angaben) (?:vor|gefunden|verfügbar|vorhanden)`,
  },
  replies: {
    greeting:
      'Guten Tag! Fragen Sie alles zu diesem Buch: Ich antworte aus seinen Seiten und sage, wo es steht.',
    thanks: 'Gern geschehen.',
    farewell: 'Auf Wiedersehen!',
    acknowledged: 'In Ordnung. Fragen Sie jederzeit weiter.',
    identity:
      'Ich bin ein Assistent und kein Mensch: Ich beantworte Fragen aus den Seiten dieses Buchs, und jede Antwort zeigt die Stellen, auf denen sie beruht. Was möchten Sie wissen?',
  },
  talk: {
    greeting: `hallo|hallöchen|hi|hey|moin|moin moin|servus|grüß gott|grüss gott|grüezi|guten morgen|guten tag
      |guten abend|schönen guten tag|schönen guten morgen|tag|morgen|na|ich habe eine frage
      |ich hätte eine frage|ich habe mal eine frage|ich hab eine frage|ich hab mal eine frage
      |kurze frage|darf ich etwas fragen|kann ich etwas fragen|kann ich dich etwas fragen
      |kann ich sie etwas fragen|ist da jemand|ist jemand da|jemand da|bist du da|sind sie da
      |freut mich|schön dich kennenzulernen
      |grüß dich|grüß euch|grüße|schönen guten abend|guten tag zusammen`,
    thanks: `danke|danke dir|danke ihnen|danke euch|danke schön|dankeschön|danke sehr|vielen dank
      |vielen lieben dank|herzlichen dank|besten dank|tausend dank|lieben dank|ich danke dir
      |ich danke ihnen|thx|hat geholfen|das hat geholfen|das hilft|das hilft mir
      |das hilft mir weiter|das hat mir geholfen|das hat mir sehr geholfen|sehr hilfreich
      |das war hilfreich|das war alles|das wars|das war's|das ist alles|mehr wollte ich nicht wissen
      |genau das habe ich gesucht|genau was ich gesucht habe|es funktioniert|es funktioniert jetzt
      |jetzt geht es|jetzt geht's|jetzt klappt es|es klappt|klappt|funktioniert|für die hilfe
      |für deine hilfe|für ihre hilfe|für die antwort|für die schnelle antwort|für die auskunft
      |für die info|für die erklärung
      |das war sehr hilfreich|das ist hilfreich|das ist sehr hilfreich|war hilfreich|sehr nett
      |das ist nett|sehr freundlich|das ist sehr nett|das hat geklappt|hat geklappt|sonst nichts
      |das wäre alles|mehr nicht`,
    farewell: `tschüss|tschüs|tschau|ciao|auf wiedersehen|wiedersehen|bis dann|bis bald|bis später|bis morgen
      |bis zum nächsten mal|mach's gut|machs gut|machen sie's gut|schönen tag|schönen tag noch
      |einen schönen tag|einen schönen tag noch|schönen abend|schönen abend noch|schönes wochenende
      |gute nacht|ade|adieu|man sieht sich
      |bis nachher|bis gleich|ich muss los|ein schönes wochenende`,
    acknowledged: `ok|okay|okey|alles klar|klar|gut|sehr gut|prima|super|toll|klasse|perfekt|genial|wunderbar
      |ausgezeichnet|spitze|cool|schön|fein|passt|stimmt|verstanden|verstehe|ich verstehe
      |habe verstanden|ich habe verstanden|aha|ach so|achso|hm|hmm|ja|nein|nö|jo|jep|doch|genau
      |richtig|egal|schon gut|kein problem|interessant|gut zu wissen|einverstanden|in ordnung
      |macht sinn|das ergibt sinn|ergibt sinn|tut mir leid|entschuldigung|sorry|vergiss es
      |gute antwort|gut gemacht|wow|haha|lol|nur ein test`,
    identity: `wer bist du|wer sind sie|was bist du|was sind sie|wer ist da|mit wem spreche ich
      |mit wem rede ich|mit wem chatte ich|wie heißt du|wie heißen sie|wie heisst du
      |wie ist dein name
      |wie ist ihr name|hast du einen namen|bist du ein bot|bist du ein roboter|bist du ein mensch
      |bist du echt|bist du eine ki|bist du eine maschine|bist du chatgpt|sind sie ein bot
      |sind sie ein mensch|sind sie ein roboter|sind sie eine ki|spreche ich mit einem bot
      |rede ich mit einem bot|rede ich mit einer maschine|rede ich mit einem menschen|was kannst du
      |was können sie|was kannst du alles|was machst du|was kann ich fragen|was kann ich dich fragen
      |wobei kannst du helfen|wobei können sie helfen|wie kannst du mir helfen
      |wie können sie mir helfen|kannst du mir helfen|können sie mir helfen|kannst du helfen
      |ich brauche hilfe|hilf mir|wie funktionierst du|wer hat dich gemacht|wer hat dich gebaut
      |wer hat dich entwickelt|stell dich vor|stell dich mal vor|wie geht es dir|wie geht es ihnen
      |wie geht's|wie gehts|wie geht's dir|wie gehts dir|was geht|was geht ab|alles gut
      |alles gut bei dir|sprichst du deutsch|sprechen sie deutsch|erzähl mir einen witz
      |erzähl einen witz|ich liebe dich
      |ist das ein bot|ist das ein mensch|ist das eine ki|chatte ich mit einem bot`,
    filler: `zusammen|alle|leute|an alle|freund|mein freund|du|dir|ihnen|euch|sehr|so|bot|assistent|dann
      |jetzt|und|aber|noch|mal|bitte|nochmal|nochmals|noch einmal|wirklich|schön|im voraus|für alles
      |heute|erstmal|erst mal|mir|lieber|liebe|liebes|team|denn|eigentlich`,
  },
  contents: 'Inhalt',
  restsOn: 'Diese Antwort beruht auf:',
  aboutAnswer: {
    courtesy: [
      'bitte',
      'kannst du',
      'können sie',
      'könntest du',
      'könnten sie',
      'mal',
      'das',
      'es',
      'noch',
      'noch mal',
      'nochmal',
      'noch einmal',
      'und',
      'ok',
      'okay',
      'danke',
      'jetzt',
      'mir',
      'also',
    ],
    repeat: [
      '(?:wiederhole|wiederholen sie|wiederholen|wiederhol)(?: (?:das|es|die (?:letzte )?antwort|deine (?:letzte )?antwort|ihre (?:letzte )?antwort))?',
      'sag(?:e|en sie)? (?:das|es) (?:noch ?mal|noch einmal)',
      'wie bitte',
      'was hast du (?:gerade )?gesagt',
    ],
    source: [
      '(?:die |deine |ihre )?quellen?(?:angaben?)?',
      '(?:die |deine )?links?',
      '(?:hast du|haben sie|gibt es|gib mir|zeig mir|was ist|was sind|wo ist) (?:dafür |dazu )?(?:eine|einen|die|den|deine|ihre)? ?(?:quellen?|links?|belege?|beleg)(?: (?:dafür|dazu))?',
      'wo steht (?:das|es)(?: denn)?',
      'woher (?:weißt du|wissen sie|hast du|haben sie) das',
      'woher kommt das',
      'auf welcher seite(?: steht das)?',
    ],
    revise: [
      '(?:(?:mach|fass|sag|schreib|erklär|antworte|gib|fasse|erkläre|schreibe|sage)(?: (?:es|das|mir|die antwort|deine antwort|mir das))* ?)?(?:(?:etwas|viel|ein bisschen|ein wenig|noch) )?(?:kürzer|länger|einfacher|klarer|genauer|ausführlicher|verständlicher|detaillierter|zusammen|zusammenfassen|kurz|in (?:kurz|kürze|einem satz|zwei sätzen|einfachen worten|anderen worten|eigenen worten)|als (?:liste|tabelle|stichpunkte)|anders|weiter|fort|fertig)',
      '(?:erklär|erkläre|erklären sie)(?: (?:mir|es|das))* ?(?:wie (?:einem|für ein|für einen) (?:kind|fünfjährigen|anfänger)|als wäre ich (?:fünf|ein kind|ein anfänger))?',
      '(?:(?:übersetze|übersetz|übersetzen sie|übersetzen|sag|schreib|antworte|wiederhole|dasselbe)(?: (?:das|es|mir das|die (?:letzte )?antwort|deine (?:letzte )?antwort|ihre (?:letzte )?antwort))? )?(?:(?:auf|in|ins|nach) )?(?:deutsch|französisch|spanisch|englisch|chinesisch|italienisch|portugiesisch|niederländisch|polnisch|russisch|türkisch|arabisch|japanisch|koreanisch)e?',
      '(?:bist du|sind sie)(?: (?:dir|sich))?(?: (?:da|dir|sich|damit|wirklich|ganz))* sicher',
      'sicher',
      'wirklich',
      'echt',
      'stimmt das(?: wirklich)?',
      'ist das (?:wirklich )?(?:richtig|wahr|so|korrekt)',
      'das (?:ist falsch|stimmt nicht)',
      'zu (?:lang|kurz|kompliziert)',
      'mehr details?',
      'weiter',
      'mach weiter',
      'weitermachen',
      'fortfahren',
      'fahre fort',
      'und weiter',
      'der rest',
      'ich verstehe (?:das )?nicht',
      'das verstehe ich nicht',
    ],
  },
}
