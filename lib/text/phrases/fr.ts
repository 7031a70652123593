import type { Phrases } from './phrase-set.ts'

export const fr: Phrases = {
  noAnswer: 'Le livre ne répond pas à cette question.',
  nearestPages: 'Les pages qui s’en approchent le plus :',
  extract:
    'Il n’est pas possible de rédiger une réponse pour le moment. Voici les passages du livre les plus proches de la question :',
  handOff:
    'Une personne peut prendre le relais : choisissez « Parler à quelqu’un », et votre question lui parvient avec cette conversation.',
  ended: {
    length: 'Cette réponse a été coupée. Écrivez « continue » pour lire la suite.',
    filtered: 'Le fournisseur du modèle a retenu la suite de cette réponse.',
    broken: 'Cette réponse s’est interrompue. Reposez la question pour la lire en entier.',
  },
  denies: {
    given: `passages|passage|sources|source|livre|texte|textes|documentation|document|documents|contexte|extraits
      |extrait|manuel|guide|pages|informations fournies`,
    lacks: `(?:ne|n')(?: |')?(?:[\\p{L}'-]+ ){0,3}(?:pas|aucune?|rien|nulle part)|aucune (?:information|mention|réponse|précision|indication)
      |aucun (?:passage|extrait|détail|renseignement)|rien (?:sur|à propos)|pas (?:mentionnée?s?|précisée?s?|indiquée?s?|abordée?s?|traitée?s?|d'informations?)`,
    alone: `je ne (?:sais pas|trouve (?:pas|aucune)|peux pas répondre)|je n'ai (?:pas|trouvé aucune|aucune)(?: d'| assez d'| trouvé d')?\\s*informations?
      |il n'y a (?:pas d'|aucune )informations?|pas assez d'informations`,
  },
}
