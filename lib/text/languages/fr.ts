import type { ListName } from './about.ts'

/** What is not yet written for French, or what it has none of. */
export const lacking: ListName[] = ['negationParts']

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
