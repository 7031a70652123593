import type { ListName } from './about.ts'

/** What is not yet written for French, or what it has none of. */
export const lacking: ListName[] = ['colouringWords', 'negationParts', 'comparatives']

/**
 * Words that claim nothing: no search, match or check looks at them. Review: any native speaker.
 */
export const stopWords = `
  le la les un une et ou de du des est sont dans que qui pour avec comment pourquoi quel quelle
  quels quelles où quand`

/**
 * The commonest words, by which a text is known to be in this language. Review: any native
 * speaker.
 */
export const commonWords =
  'le les des et est une dans pour que qui sur pas avec du ce au comment quel il sont'

/** Words that turn a sentence round. Review: a native speaker who writes manuals. */
export const negations = 'pas jamais sans aucun aucune rien sauf'

/** Numbers in words: what they say, and the words that say it. Review: any native speaker. */
export const numbers = `
  0 zéro
  2 deux deuxième deuxièmes
  3 trois troisième
  4 quatre quatrième
  5 cinq cinquième
  6 six sixième
  7 sept septième
  8 huit huitième
  9 neuf neuvième
  10 dix dixième
  11 onze
  12 douze
  13 treize
  14 quatorze
  15 quinze
  16 seize
  20 vingt
  30 trente
  40 quarante
  50 cinquante
  60 soixante
  100 cent
  1000 mille
  1000000 million millions
  1 premier première
  last dernier dernière
  second seconde
  2x double doubles deux-fois
  3x triple
  1/2 moitié
  1/4 quart`

/** Units: what they are, and the words for them. Review: any native speaker. */
export const units = `
  ms milliseconde millisecondes
  s secondes
  min minute minutes
  h heure heures
  day jour jours
  week semaine semaines
  month mois
  year année années
  byte octet octets
  % pourcent
  m mètres`

/**
 * Contraries, as base forms: those left of | against those right of it. They decide whether a
 * claim says the opposite of its passage. Review: a native speaker who writes manuals.
 */
export const opposites = `
  haut plus maximum grand grande augmenter augmente augmenté hausse | bas moins minimum petit petite diminuer diminue diminué baisse réduire
  avant précédent | après suivant
  premier première début commencer | dernier dernière fin terminer
  nord | sud
  est | ouest
  gauche | droite
  intérieur dedans interne | extérieur dehors externe
  ouvert ouvrir | fermé fermer
  nouveau nouvelle jeune | vieux vieille ancien ancienne
  fort forte | faible
  rapide | lent lente
  permettre permet autoriser | empêcher interdire
  activer activé | désactiver désactivé
  ajouter | supprimer enlever
  toujours tous | jamais aucun quelques`

/**
 * How readers ask for a person rather than for what the book says. Each names the person and the
 * wish to reach one, for a book may well tell of agents and operators. Review: a native speaker
 * who has worked in support.
 */
export const requestsForPerson = `
  {person} = (humain|quelqu['’]un|une? (vraie )?personne|conseiller|agent|support|service client|op[ée]rateur)
  (parler|discuter|contacter|joindre|communiquer|transf[ée]re[rz]|passe[rz]|relation|mettre en contact)…40{person}~`

/**
 * How a sentence begins in which readers tell of themselves, so that it may be remembered. Review:
 * any native speaker.
 */
export const tellsOfSelf = `
  je (suis|travaille|préfère|m['’]appelle)
  j['’](utilise|ai|habite)`

/** What readers say who are content with the answer before. Review: any native speaker. */
export const thanks = `
  merci
  parfait`

/** What readers say who are not content with the answer before. Review: any native speaker. */
export const complaints = "ne (marche|fonctionne|m['’]aide|r[ée]pond) (toujours )?pas~"

/**
 * How a model begins that thinks aloud instead of answering, in lower case. Review: who reads
 * replies of models in this language.
 */
export const thoughtOpenings = `
  bon,
  bien,`

/**
 * Words that only ask: two questions that differ in these alone are about the same. Review: any
 * native speaker.
 */
export const askingWords =
  'peux puis fait faire dois je il elle ils elles on me mon ma mes faut sert peut'

/**
 * Each line one meaning: questions that differ in these words alone are the same. A missing word
 * costs a cache hit, a wrong one gives a wrong answer. Review: a native speaker who writes
 * manuals.
 */
export const synonyms = 'supprimer effacer'

/**
 * Each line one meaning: a claim with one of these words where its sentence has another may be
 * verified. A missing word makes a true claim weak, a wrong one a false claim verified. Review: a
 * native speaker who writes manuals.
 */
export const rewordings = `
  commencer commence débuter débute démarrer démarre
  finir finit terminer termine
  utiliser utilise employer emploie
  montrer montre afficher affiche
  nécessiter nécessite exiger exige requérir requiert
  permettre permet autoriser autorise
  obtenir obtient recevoir reçoit
  donner donne fournir fournit
  faire fait créer crée
  trouver trouve découvrir découvre
  changer change modifier modifie
  choisir choisit sélectionner sélectionne
  envoyer envoie transmettre transmet
  contenir contient comprendre comprend inclure inclut
  effacer efface supprimer supprime
  enregistrer enregistre sauvegarder sauvegarde
  vérifier vérifie contrôler contrôle
  éviter évite empêcher empêche
  améliorer améliore optimiser optimise
  augmenter augmente croître croît
  diminuer diminue baisser baisse réduire réduit
  répondre répond répliquer
  grand grande grands grandes
  petit petite petits petites
  important importante essentiel essentielle
  rapide rapides vite
  souvent fréquemment
  environ approximativement
  généralement habituellement normalement
  mais cependant toutefois pourtant
  résultat conséquence
  erreur faute
  but objectif
  lieu endroit
  manière façon`

/**
 * Ways of saying that mean the same as one word or another way, behind the equals sign. Review: a
 * native speaker who writes manuals.
 */
export const sameInOneWord = `
  est-ce qu(e|') =
  [jlcdnmst]' =`

/**
 * How a question begins that greets first, up to the comma: left out of the search. Review: any
 * native speaker.
 */
export const greetings = `
  bonjour
  salut`

/**
 * Phrases that only ask, as in "could you tell me": left out of the search. Review: any native
 * speaker.
 */
export const askingFrames = `
  (peux-tu|pouvez-vous|pourrais-tu|pourriez-vous)( s'il (te|vous) plaît)? (me |m'|nous )?(dire|expliquer|montrer|décrire|indiquer)
  (dis|dites|explique|expliquez|montre|montrez)-(moi|nous)
  je (voudrais|veux|souhaite|souhaiterais|aimerais) (savoir|comprendre)
  s'il (te|vous) plaît`

/**
 * Thanks that stand as a sentence of their own: left out of the search. Review: any native
 * speaker.
 */
export const courtesies = "merci( d'avance| beaucoup)?"

/**
 * What readers call the book itself: naming it points at nothing said before. Review: any native
 * speaker.
 */
export const bookWords = 'livre'

/**
 * Words for what a text does that tells of something, and for its parts: beside what a question is
 * about they narrow nothing. Review: any native speaker.
 */
export const tellingWords =
  'dit disent mentionne mentionnent selon sur cette cet auteur autrice texte page chapitre section manuel guide documentation'

/** How a question begins that only goes on with the one before it. Review: any native speaker. */
export const continuations = `
  et
  mais
  alors
  qu.en est-il`

/**
 * Words for something said before, each line behind the number of words of its own from which on a
 * question refers to those instead. Review: a native speaker who knows grammar.
 */
export const pronouns = `
  2 ça|cela|celui-ci|celle-ci|leurs?|ils|elles
  3 -(il|elle|ils|elles)`

/**
 * Where such a word stands for nothing, as in "is it possible to". Review: a native speaker who
 * knows grammar.
 */
export const emptyPronouns = `
  y a-t-il
  (est|faut)-il`

/**
 * Nouns that are always of something: a question that names one may lack its whole. Review: any
 * native speaker.
 */
export const partNouns = `
  avantages
  inconvénients
  différences?
  causes`

/** Prepositions that tell the way to a thing from the way from it. Review: any native speaker. */
export const directions = 'vers depuis par'

/** Prepositions that relate two things, which may not change places. Review: any native speaker. */
export const relations = 'en dans avec sur pour'

/** How a sentence begins that points back to the one before it. Review: any native speaker. */
export const backReferences = `
  il
  elle
  cela
  ce`

/**
 * How readers ask what a whole page, chapter or book says, which stands as § here. Each is a whole
 * turn. Review: any native speaker.
 */
export const overviewFrames = `
  {summary} = (résumé|aperçu|sommaire|synthèse|vue d'ensemble|table des matières|points clés|points essentiels|idées principales|grandes lignes)
  ^de quoi (parle|traite|est-il question|il est question|s'agit-il|ça parle) (dans |sur )?§$
  ^de quoi § (parle|traite)(-t-il|-t-elle| t il| t elle)?$
  ^(que|qu'est-ce que|qu'est ce que) (dit|contient|couvre|explique|décrit|raconte|enseigne|traite) §$
  ^(qu'est-ce que|qu'est ce que|que) § (dit|contient|couvre|explique|décrit)$
  ^qu'est-ce qu'(il y a|on (trouve|apprend)) (dans|sur) §$
  ^que (trouve-t-on|trouve t on|peut-on (lire|apprendre|trouver)|vais-je apprendre) (dans|sur|avec) §$
  ^(résume[rz]?|résumes|synthétise[rz]?|décri[st]|expliquez?|expliques) (moi )?(-moi )?§( en (une|deux|trois|quelques) (phrases?|mots|lignes|points))?( brièvement)?$
  ^((donne|donnez|fais|faites|montre|écris)(-moi| moi)? )?((un|une|le|la|les) )?(petit |bref |court |brève |rapide )?{summary} (de|du|des|sur|pour) §$
  ^(quel|quels|quelle|quelles) (est|sont) (le|la|les) ({summary}|sujets?|thèmes?|contenu|idées?) (de|du|dans) §$
  ^quels (sujets|thèmes|chapitres) (couvre|aborde|traite|contient|y a-t-il dans|sont abordés dans) §$
  ^comment est (organisé|structuré|construit)e? §$
  ^parle(z)?[- ]moi (de|du) §$`

/** What readers call the page that they are on. Review: any native speaker. */
export const pageNames = `
  (cette|la|ce|cet|le|l'|du) ?(page|article|chapitre|section|document)( actuel(le)?| entière)?`

/** What readers call the whole book that they ask about. Review: any native speaker. */
export const bookNames = `
  (ce|cette|le|la|votre|ton|l'|du) ?(livre|documentation|doc|manuel|guide|site|wiki|tutoriel|cours|aide)( entière?| complète?)?`

/**
 * What readers call a part of the book by its number, <n>, or by what it is about, <title>. Review:
 * any native speaker.
 */
export const chapterNames = `
  {kind} = (?<kind>chapitre|partie|section|leçon)
  (le |la |du |de la )?{kind}( numéro| n°| no)? (?<n>\\d{1,3}|{number}|[ivx]{1,5})
  (le |la |du |de la )?(?<n>{number}) {kind}
  (le |la |du |de la )?{kind} (sur|à propos de|intitulée?|au sujet de) (?<title>.{2,80})`

/**
 * How a question points to the page or the version that its reader is on. Review: any native
 * speaker.
 */
export const pageReferences = `
  (dans|sur|de|pour|avec|à) (cette|ce|cet) (page|article|chapitre|section|document|version)
  ^(est-ce que )?(cette|ce|cet) (page|article|chapitre|section|document|version)`
