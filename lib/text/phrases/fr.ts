import type { Phrases } from './phrase-set.ts'

export const fr: Phrases = {
  noAnswer: 'Le livre ne répond pas à cette question.',
  otherVersion: 'Ceci vaut pour la version {version} :',
  nearestPages: 'Les pages qui s’en approchent le plus :',
  extract:
    'Il n’est pas possible de rédiger une réponse pour le moment. Voici les passages du livre les plus proches de la question :',
  budget:
    'Le budget de ce site pour aujourd’hui est épuisé : l’assistant ne rédige plus de réponses jusqu’à demain. Ces passages du livre s’en approchent le plus :',
  ownersAnswer: 'De la part du propriétaire de ce site.',
  handOff:
    'Une personne peut prendre le relais : choisissez « Parler à quelqu’un », et votre question lui parvient avec cette conversation.',
  contact: 'Vous pouvez joindre une personne ici : {contact}',
  nobody: 'Personne ne peut prendre le relais ici.',
  ended: {
    length: 'Cette réponse a été coupée. Écrivez « continue » pour lire la suite.',
    filtered: 'Le fournisseur du modèle a retenu la suite de cette réponse.',
    broken: 'Cette réponse s’est interrompue. Reposez la question pour la lire en entier.',
  },
  denies: {
    given: `passages|passage|sources|source|livre|texte|textes|documentation|document|documents|contexte|extraits
      |extrait|manuel|guide|pages|informations fournies`,
    lacks: `(?:ne|n')(?: |')?(?:[\\p{L}'-]+ ){0,3}(?:pas|aucune?|rien|nulle part)|aucune (?:information|mention|réponse|précision|indication)
      |aucun (?:passage|extrait|détail|renseignement)|rien (?:sur|à propos)|pas (?:mentionnée?s?
      |précisée?s?|indiquée?s?|abordée?s?|traitée?s?|d'informations?)`,
    alone: `je ne (?:sais pas|trouve (?:pas|aucune)|peux pas répondre)|je n'ai (?:pas|trouvé aucune|aucune)(?: d'| assez d'| trouvé d')?\\s*informations?
      |il n'y a (?:pas d'|aucune )informations?|pas assez d'informations`,
  },
  replies: {
    greeting:
      'Bonjour ! Posez-moi toute question sur ce livre : je réponds à partir de ses pages et j’indique où cela se trouve.',
    thanks: 'Avec plaisir.',
    farewell: 'Au revoir !',
    acknowledged: 'Très bien. Posez d’autres questions quand vous voulez.',
    identity:
      'Je suis un assistant, pas une personne : je réponds aux questions à partir des pages de ce livre, et chaque réponse montre les passages sur lesquels elle s’appuie. Que souhaitez-vous savoir ?',
  },
  talk: {
    greeting: `bonjour|bonsoir|salut|coucou|hello|hey|allô|allo|bonne journée à vous|bonjour à tous|rebonjour
      |re-bonjour|j'ai une question|j'ai une petite question|j'aurais une question
      |une petite question
      |puis-je poser une question|je peux poser une question|est-ce que je peux poser une question
      |il y a quelqu'un|y a quelqu'un|quelqu'un est là|vous êtes là|tu es là|enchanté|enchantée`,
    thanks: `merci|merci beaucoup|merci bien|mille mercis|mille merci|un grand merci|grand merci
      |merci infiniment|merci à vous|merci à toi|je vous remercie|je te remercie|ça m'aide
      |ça m'a aidé
      |ça m'a beaucoup aidé|cela m'aide|cela m'a aidé|très utile|c'est très utile|c'était très utile
      |c'est tout|ce sera tout|c'est tout ce que je voulais savoir
      |c'est exactement ce que je cherchais|exactement ce que je cherchais|ça marche
      |ça marche maintenant|ça fonctionne|ça fonctionne maintenant|pour votre aide|pour ton aide
      |pour l'aide|pour la réponse|pour votre réponse|pour ta réponse|pour les infos|pour l'info
      |pour l'explication|pour les explications
      |c'est gentil|très gentil|c'est très gentil|très aimable|ce sera tout merci|rien d'autre
      |ça m'a bien aidé|vous m'avez bien aidé|ça a marché`,
    farewell: `au revoir|à bientôt|à plus|à plus tard|à demain|à la prochaine|à tout à l'heure|bonne journée
      |bonne soirée|bonne nuit|bon week-end|bon weekend|bonne continuation|ciao|adieu|salut à tous
      |à tout de suite|passez une bonne journée|je dois y aller|bonne fin de journée`,
    acknowledged: `ok|okay|d'accord|daccord|d'acc|dac|entendu|compris|j'ai compris|je comprends|je vois|très bien
      |bien|parfait|super|génial|excellent|formidable|magnifique|top|cool|chouette|nickel|impeccable
      |ah|ah bon|ah oui|oh|hum|hmm|oui|non|ouais|si|exact|exactement|tout à fait|bien sûr
      |pas de problème|pas de souci|intéressant|c'est noté|noté|bonne réponse|bien joué|bravo|désolé
      |désolée|pardon|laisse tomber|laissez tomber|tant pis|haha|lol|mdr|wow|c'est bon|c'est parfait
      |c'est super|c'est clair|c'est juste un test|juste un test`,
    identity: `qui es-tu|qui êtes-vous|qui es tu|qui êtes vous|tu es qui|vous êtes qui|t'es qui|c'est qui
      |qu'es-tu|qu'êtes-vous|à qui je parle|à qui ai-je affaire|avec qui je parle
      |comment t'appelles-tu|comment tu t'appelles|comment vous appelez-vous
      |comment vous vous appelez
      |quel est ton nom|quel est votre nom|tu t'appelles comment|es-tu un robot|êtes-vous un robot
      |tu es un robot|vous êtes un robot|es-tu un bot|êtes-vous un bot|es-tu humain|êtes-vous humain
      |es-tu un humain|êtes-vous un humain|es-tu une ia|êtes-vous une ia|tu es une ia
      |est-ce que tu es un robot|est-ce que vous êtes un robot|je parle à un robot
      |est-ce que je parle à un robot|que peux-tu faire|que pouvez-vous faire
      |qu'est-ce que tu peux faire|qu'est-ce que vous pouvez faire|que sais-tu faire
      |que savez-vous faire|tu sais faire quoi|que puis-je demander|qu'est-ce que je peux demander
      |peux-tu m'aider|pouvez-vous m'aider|tu peux m'aider|vous pouvez m'aider
      |est-ce que tu peux m'aider|est-ce que vous pouvez m'aider|comment peux-tu m'aider
      |comment pouvez-vous m'aider|j'ai besoin d'aide|aide-moi|aidez-moi|comment fonctionnes-tu
      |comment fonctionnez-vous|qui t'a créé|qui vous a créé|qui t'a fait|présente-toi
      |présentez-vous
      |comment vas-tu|comment allez-vous|comment ça va|ça va|ça va bien|tu vas bien|vous allez bien
      |quoi de neuf|parles-tu français|parlez-vous français|raconte-moi une blague|je t'aime
      |c'est un robot|est-ce un robot|est-ce une vraie personne|c'est une ia`,
    filler: `à tous|tout le monde|à vous|à toi|vous|toi|beaucoup|bien|encore|maintenant|alors|donc|et|mais
      |vraiment|très|mon ami|mon cher|madame|monsieur|cher|chère|bot|l'équipe|d'avance|par avance
      |pour tout|aujourd'hui|s'il te plaît|s'il vous plaît|svp|stp|aussi|là|à toutes|tous`,
  },
  contents: 'Sommaire',
  restsOn: 'Cette réponse s’appuie sur :',
  aboutAnswer: {
    courtesy: [
      "s'il te plaît",
      "s'il vous plaît",
      'svp',
      'stp',
      'peux-tu',
      'pouvez-vous',
      'tu peux',
      'vous pouvez',
      'pourrais-tu',
      'pourriez-vous',
      'et',
      'ok',
      'alors',
      'merci',
      'encore',
      'maintenant',
      'me le',
      'me la',
    ],
    repeat: [
      '(?:répète|répétez|répéter|redis|redites|redire)(?:-le|-moi ça| ça| cela| ta (?:dernière )?réponse| votre (?:dernière )?réponse| la (?:dernière )?réponse)?',
      'comment',
      'pardon',
      "qu'as-tu dit",
      "qu'avez-vous dit",
      'encore une fois',
    ],
    source: [
      '(?:la |les |ta |tes |vos |votre )?(?:sources?|références?|liens?)',
      '(?:as-tu|avez-vous|tu as|vous avez|y a-t-il|il y a|donne-moi|donnez-moi|quelle est|quelles sont|quel est|où est) (?:un |une |des |la |le |les |ta |tes |votre |vos )?(?:sources?|références?|liens?|preuves?)(?: (?:pour ça|pour cela))?',
      "où (?:est-ce écrit|est-ce que c'est écrit|c'est écrit|as-tu trouvé ça|avez-vous trouvé cela)",
      "d'où (?:vient|tires-tu|tirez-vous) (?:ça|cela|cette information)",
      'comment (?:le sais-tu|le savez-vous|tu le sais)',
      '(?:à|sur) quelle page',
    ],
    revise: [
      "(?:(?:fais|faites|écris|écrivez|explique|expliquez|réponds|répondez|dis|dites|donne|donnez)(?:-(?:le|la|moi|le-moi))?(?: (?:ça|cela|la réponse|ta réponse|votre réponse|une version))? )?(?:(?:un peu|beaucoup|bien|encore) )?(?:plus (?:court|courte|long|longue|simple|simplement|clair|claire|clairement|détaillé|détaillée|brièvement|précis|précise)|brièvement|simplement|autrement|en (?:bref|résumé|détail|plus de détails|une phrase|deux phrases|quelques mots|d'autres termes|liste|tableau)|comme (?:si j'avais (?:cinq|5) ans|à un enfant|à un débutant))",
      '(?:résume|résumez|raccourcis|raccourcissez|simplifie|simplifiez|reformule|reformulez|développe|développez|détaille|détaillez)(?:-(?:le|la))?(?: (?:ça|cela|ta réponse|votre réponse|la réponse))?',
      "(?:explique|expliquez)(?:-(?:moi|le|le-moi))?(?: (?:ça|cela))?(?: comme (?:si j'avais (?:cinq|5) ans|à un enfant))?",
      '(?:(?:traduis|traduisez|traduire|dis|dites|écris|réponds|répète|la même chose)(?:-(?:le|la|moi ça))?(?: (?:ça|cela|ta (?:dernière )?réponse|votre (?:dernière )?réponse|la (?:dernière )?réponse))? )?(?:en )?(?:allemand|français|espagnol|anglais|chinois|italien|portugais|néerlandais|polonais|russe|turc|arabe|japonais|coréen)',
      "(?:es-tu|êtes-vous|tu es|t'es|vous êtes)(?: (?:vraiment|bien))? (?:sûre?|certaine?)(?: de (?:ça|cela|toi))?",
      'vraiment',
      "c'est (?:vrai|sûr|correct|exact)",
      "est-ce (?:vrai|sûr|correct|exact|que c'est vrai)",
      "c'est faux",
      'trop (?:long|court|compliqué)',
      'plus de détails',
      'continue',
      'continuez',
      'continuer',
      'vas-y',
      'allez-y',
      'la suite',
      'et la suite',
      'et après',
      'je ne comprends pas',
      "je n'ai pas compris",
    ],
  },
}
