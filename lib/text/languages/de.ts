import type { ListName } from './about.ts'

/** What is not yet written for German, or what it has none of. */
export const lacking: ListName[] = [
  'colouringWords',
  'negationParts',
  'sameInOneWord',
  'comparatives',
]

/**
 * Words that claim nothing: no search, match or check looks at them. Review: any native speaker.
 */
export const stopWords = `
  der die das und oder ein eine ist sind im in den dem des mit von zu auf für wie was wer wo wann
  warum wieso welche welcher welches`

/**
 * The commonest words, by which a text is known to be in this language. Review: any native
 * speaker.
 */
export const commonWords =
  'der die und das ist nicht ein eine einen den dem mit für auf wie ich sie wird von zu im'

/** Words that turn a sentence round. Review: a native speaker who writes manuals. */
export const negations =
  'nicht nie niemals kein keine keinen keinem keiner keines nichts niemand ohne weder außer'

/** Numbers in words: what they say, and the words that say it. Review: any native speaker. */
export const numbers = `
  2 zwei zwo zweite zweiten zweiter zweites zweitens
  3 drei dritte dritten dritter drittes
  4 vier vierte vierten
  5 fünf fünfte fünften
  6 sechs sechste sechsten
  7 sieben siebte siebten
  8 acht achte achten
  9 neun neunte neunten
  10 zehn zehnte zehnten
  11 elf
  12 zwölf dutzend
  13 dreizehn
  14 vierzehn
  15 fünfzehn
  16 sechzehn
  17 siebzehn
  18 achtzehn
  19 neunzehn
  20 zwanzig
  30 dreißig dreissig
  40 vierzig
  50 fünfzig
  60 sechzig
  70 siebzig
  80 achtzig
  90 neunzig
  100 hundert
  1000 tausend
  1000000 millionen
  1 ersten erster erste erstes zuerst
  last letzte letzten letzter letztes
  1x einmal
  2x zweimal doppelt
  3x dreimal
  1/2 halb halbe halben hälfte
  1/4 viertel
  both beide beiden`

/** Units: what they are, and the words for them. Review: any native speaker. */
export const units = `
  ms millisekunde millisekunden
  s sekunde sekunden
  min minute minuten
  h stunde stunden stündlich
  day tag tage tagen täglich
  week woche wochen wöchentlich
  month monat monate monaten monatlich
  year jahr jahre jahren jährlich
  % prozent`

/**
 * Contraries, as base forms: those left of | against those right of it. They decide whether a
 * claim says the opposite of its passage. Review: a native speaker who writes manuals.
 */
export const opposites = `
  hoch höher am-höchsten groß größer größte mehr viel viele meist | niedrig niedriger tief klein kleiner kleinste weniger wenig wenige
  steigen steigt stieg gestiegen erhöhen erhöht wachsen wuchs zunehmen zunahme | sinken sinkt sank gesunken fallen fiel senken gesenkt verringern schrumpfen abnehmen abnahme
  vor vorher bevor früher | nach nachher nachdem später danach
  erste erster erstes anfang beginn beginnen begann starten startet | letzte letzter letztes ende schluss enden endete beenden stoppen
  über oben oberhalb obere | unter unten unterhalb untere
  nord norden nördlich | süd süden südlich
  ost osten östlich | west westen westlich
  links linke linken | rechts rechte rechten
  innen innerhalb intern interne | außen außerhalb extern externe
  offen öffnen geöffnet | geschlossen schließen zu
  alt alte älter ältere | neu neue neuer jung junge jünger jüngere
  stark stärker starke | schwach schwächer schwache
  schnell schneller schnelle | langsam langsamer langsame
  warm heiß | kalt kühl
  lang länger lange | kurz kürzer kurze
  erlauben erlaubt ermöglichen ermöglicht | verbieten verboten verhindern verhindert
  einschalten aktivieren aktiviert eingeschaltet | ausschalten deaktivieren deaktiviert ausgeschaltet
  hinzufügen hinzugefügt | entfernen entfernt löschen gelöscht
  immer stets jeder alle | nie niemals selten manche einige
  gewinnen gewann sieg | verlieren verlor niederlage
  öffentlich | privat geheim
  richtig wahr gültig | falsch ungültig
  gleich | verschieden unterschiedlich
  senden sendet sender | empfangen empfängt empfänger
  mindestens | höchstens
  einfach leicht | schwierig schwer kompliziert`

/**
 * How readers ask for a person rather than for what the book says. Each names the person and the
 * wish to reach one, for a book may well tell of agents and operators. Review: a native speaker
 * who has worked in support.
 */
export const requestsForPerson = `
  {person} = (mensch(en)?|mitarbeiter(in)?|kundendienst|kundenservice|support|jemand(em|en)?|berater(in)?|ansprechpartner(in)?|person)
  {person}…~(sprechen|reden|verbinden|weiterleiten|kontaktieren|schreiben|telefonieren|erreichen|chatten)~
  (verbinde|verbinden sie|leite) mich
  (echten?|richtigen?) (mensch|person)~`

/**
 * How a sentence begins in which readers tell of themselves, so that it may be remembered. Review:
 * any native speaker.
 */
export const tellsOfSelf = `
  ich (bin|heiße|benutze|nutze|verwende|arbeite|bevorzuge|wohne|habe)
  mein name ist
  wir (benutzen|nutzen|verwenden)`

/** What readers say who are content with the answer before. Review: any native speaker. */
export const thanks = `
  danke
  dankeschön
  vielen dank
  super
  alles klar
  hat geholfen`

/** What readers say who are not content with the answer before. Review: any native speaker. */
export const complaints = `
  hilft (mir |uns )?(leider )?nicht~
  (funktioniert|geht|klappt) (~ )?(~ )?(~ )?nicht~
  falsch~`

/**
 * How a model begins that thinks aloud instead of answering, in lower case. Review: who reads
 * replies of models in this language.
 */
export const thoughtOpenings = `
  also,
  gut,`

/**
 * Words that only ask: two questions that differ in these alone are about the same. Review: any
 * native speaker.
 */
export const askingWords = `
  ich wir kann kannst können muss möchte soll gibt macht man mich mir mein meine ihr euer sich werden wird wurde passiert
  geschieht system am beim genau eigentlich`

/**
 * Each line one meaning: questions that differ in these words alone are the same. A missing word
 * costs a cache hit, a wrong one gives a wrong answer. Review: a native speaker who writes
 * manuals.
 */
export const synonyms = 'löschen entfernen lösche entferne gelöscht'

/**
 * Each line one meaning: a claim with one of these words where its sentence has another may be
 * verified. A missing word makes a true claim weak, a wrong one a false claim verified. Review: a
 * native speaker who writes manuals.
 */
export const rewordings = `
  beginnen beginnt begann starten startet
  enden endet beenden beendet aufhören
  benutzen benutzt verwenden verwendet nutzen nutzt
  zeigen zeigt anzeigen
  brauchen braucht benötigen benötigt erfordern erfordert
  erlauben erlaubt gestatten gestattet ermöglichen ermöglicht
  erhalten erhält bekommen bekommt
  geben gibt liefern liefert
  machen macht erzeugen erzeugt erstellen erstellt
  finden findet entdecken entdeckt
  behalten behält bewahren bewahrt
  ändern ändert verändern verändert anpassen
  wählen wählt auswählen
  senden sendet schicken schickt übermitteln übermittelt
  enthalten enthält umfassen umfasst beinhalten beinhaltet
  löschen löscht entfernen entfernt
  speichern speichert ablegen
  prüfen prüft überprüfen überprüft
  verhindern verhindert vermeiden vermeidet
  verbessern verbessert optimieren optimiert
  steigen steigt wachsen wächst zunehmen
  sinken sinkt fallen fällt abnehmen
  antworten antwortet erwidern
  groß große großen riesig riesige
  klein kleine kleinen winzig winzige
  wichtig wichtige wesentlich wesentliche
  schnell schnelle rasch rasche
  häufig häufige oft
  ungefähr etwa circa
  normalerweise gewöhnlich üblicherweise meistens
  aber jedoch allerdings
  deshalb daher deswegen darum
  weil da denn
  fehler irrtum
  ergebnis resultat folge
  ziel zweck
  ort stelle
  einstellung option
  methode verfahren weise`

/**
 * How a question begins that greets first, up to the comma: left out of the search. Review: any
 * native speaker.
 */
export const greetings = `
  hallo
  guten (tag|morgen|abend)`

/**
 * Phrases that only ask, as in "could you tell me": left out of the search. Review: any native
 * speaker.
 */
export const askingFrames = `
  (kannst|könntest|können|könnten|würdest|würden) (du|sie|ihr)( (mir|uns|bitte|mal|kurz))* (sagen|erklären|zeigen|helfen|erläutern|verraten|beschreiben)
  (sag|sagen sie|erklär|erkläre|erklären sie|zeig|zeigen sie) (mir|uns)( (bitte|mal|kurz))*
  ich (möchte|will|würde|wollte)( (gern|gerne|nur|mal))* (wissen|verstehen|erfahren|fragen)
  weißt du
  wissen sie
  {notSaid}bitte`

/**
 * Thanks that stand as a sentence of their own: left out of the search. Review: any native
 * speaker.
 */
export const courtesies = `
  danke( im voraus)?
  vielen dank( im voraus)?`

/**
 * What readers call the book itself: naming it points at nothing said before. Review: any native
 * speaker.
 */
export const bookWords = 'buch handbuch seite'

/**
 * Words for what a text does that tells of something, and for its parts: beside what a question is
 * about they narrow nothing. Review: any native speaker.
 */
export const tellingWords =
  'sagt sagen steht stehen erwähnt erwähnen über laut autor autorin text kapitel abschnitt anleitung dokumentation'

/** How a question begins that only goes on with the one before it. Review: any native speaker. */
export const continuations = `
  und
  oder
  aber
  wie sieht es (mit|bei)
  was ist mit(?= \\S+\\s*\\?$)
  mehr`

/**
 * Words for something said before, each line behind the number of words of its own from which on a
 * question refers to those instead. Review: a native speaker who knows grammar.
 */
export const pronouns =
  '2 es(?=\\s*[?.]?$)|er|ihn|ihm|ihre?[nmrs]?|dies(e[nmrs]?)?|davon|dafür|damit|dazu'

/**
 * Where such a word stands for nothing, as in "is it possible to". Review: a native speaker who
 * knows grammar.
 */
export const emptyPronouns = `
  (gibt|ist|geht) es
  es (gibt|ist)`

/**
 * Nouns that are always of something: a question that names one may lack its whole. Review: any
 * native speaker.
 */
export const partNouns = `
  vorteile?
  nachteile?
  unterschiede?
  ursachen?
  folgen`

/** Prepositions that tell the way to a thing from the way from it. Review: any native speaker. */
export const directions = 'von nach zu durch'

/** Prepositions that relate two things, which may not change places. Review: any native speaker. */
export const relations = 'in auf mit für als'

/** How a sentence begins that points back to the one before it. Review: any native speaker. */
export const backReferences = `
  er
  sie
  es
  dies~`

/**
 * How readers ask what a whole page, chapter or book says, which stands as § here. Each is a whole
 * turn. Review: any native speaker.
 */
export const overviewFrames = `
  {summary} = (zusammenfassung|überblick|übersicht|kurzfassung|inhaltsverzeichnis|inhalt|hauptpunkte|kernpunkte|wichtigsten punkte|kernaussagen?)
  ^worum geht( es|'s)? (eigentlich )?(in|auf|bei) §$
  ^(wovon|worüber) (handelt|spricht|berichtet|informiert) §$
  ^was (steht|gibt es|findet man|finde ich|lerne ich|lernt man|kann ich lernen|passiert)( alles)? (in|auf|aus) §( lernen| finden)?$
  ^was (behandelt|enthält|beschreibt|erklärt|sagt|umfasst|lehrt) §( alles)?$
  ^(fasse?|fassen sie) §( mal)?( bitte)?( kurz| knapp| in (einem|zwei|drei|ein paar|wenigen) (satz|sätzen|worten|punkten))? zusammen$
  ^§( kurz| bitte| in (einem|zwei|drei|wenigen) (satz|sätzen))? (zusammenfassen|zusammengefasst)$
  ^((gib|geben sie|zeig|zeige|mach|schreib) )?(mir )?((eine?n?|die|den|das) )?(kurzen? |knappen? |grobe?n? )?{summary}( (von|zu|über|für|aus|auf))? §$
  ^(was|welches?) (ist|sind) (der|die|das) {summary} (von|in|auf) §$
  ^(welche|was für) (themen|kapitel|teile|abschnitte) (behandelt|hat|enthält|gibt es in|stehen in|umfasst) §$
  ^was ist das thema (von|in|auf)? ?§$
  ^(erkläre?|beschreibe?) (mir )?§( kurz)?$
  ^wie ist § (aufgebaut|gegliedert)$
  ^(erzähl|sag) mir (etwas |mehr )?über §$`

/** What readers call the page that they are on. Review: any native speaker. */
export const pageNames = `
  (diese[rsmn]?|der|die|das|dem|den|des) ((ganzen?|aktuellen?) )?(seite|artikels?|kapitels?|abschnitts?|dokuments?|dokument|beitrags?)`

/** What readers call the whole book that they ask about. Review: any native speaker. */
export const bookNames = `
  (diese[rsmn]?|das|dem|der|die|den|des|eure?n?|ihre?n?) ((ganzen?|gesamten?) )?(buch(es|s)?|doku|dokumentation|handbuch(es|s)?|anleitung|hilfe|website|webseite|wiki|kurs(es)?)`

/**
 * What readers call a part of the book by its number, <n>, or by what it is about, <title>. Review:
 * any native speaker.
 */
export const chapterNames = `
  {kind} = (?<kind>kapitel|teil|abschnitt|lektion)
  (das |den |der |dem )?{kind}( nummer| nr)? (?<n>\\d{1,3}|{number}|[ivx]{1,5})
  (das|den|der|dem|im) (?<n>{number})e?[nrs]? {kind}
  (das |den |der |dem )?{kind} (über|zu|zum thema|zur) (?<title>.{2,80})`

/**
 * How a question points to the page or the version that its reader is on. Review: any native
 * speaker.
 */
export const pageReferences = `
  (in|auf|von|für|zu|aus|mit) diese[rmsn]? (seite|artikel|kapitel|abschnitt|dokument|version|fassung)
  ^(ist|gilt|hat|sagt|enthält) diese[rs]? (seite|artikel|kapitel|abschnitt|dokument|version)`
