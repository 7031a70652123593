/** Questions of general knowledge in French, a line each, that hardly any one book answers. */
export const probes = `
Qui a peint le plafond de la chapelle Sixtine ?
Combien de temps faut-il cuire un œuf pour que le jaune reste coulant ?
Quelle est la capitale de la Mongolie ?
Pourquoi les chats ronronnent-ils quand on les caresse ?
Combien de joueurs y a-t-il dans une équipe de handball ?
Quand le mur de Berlin est-il tombé ?
Quelle est la différence entre un crocodile et un alligator ?
Comment enlever une tache de vin rouge sur un tapis ?
Quelle planète a le plus de lunes ?
Qui a écrit Les Misérables ?
Puis-je emporter une batterie externe en bagage à main ?
Que faire contre le hoquet ?
Quelle est la hauteur du Kilimandjaro ?
Que fait un sommelier ?
Quelles vitamines contient un kiwi ?
À quelle fréquence faut-il arroser un cactus ?
Qu'est-ce que le hors-jeu au football ?
Pourquoi le ciel est-il bleu ?
Qui fut la première femme à recevoir un prix Nobel ?
Comment faire un nœud papillon ?
Où les cigognes passent-elles l'hiver ?
De combien de sommeil un enfant de six ans a-t-il besoin ?
De quoi parle Roméo et Juliette ?
Quels instruments composent un quatuor à cordes ?
Comment apprendre à un chiot à ne pas mordre ?
Que met-on dans une vraie carbonara ?
Combien d'os un adulte a-t-il ?
Quel est le plus long fleuve d'Asie ?
Comment un four à micro-ondes chauffe-t-il les plats ?
Quand faut-il tailler les pommiers ?
Quelle est la monnaie de la Suisse ?
Comment dit-on merci en japonais ?
Pourquoi les dinosaures ont-ils disparu ?
Que peut-on offrir pour dix ans de mariage ?
Comment se débarrasser des moucherons dans la cuisine ?
Quel pays a gagné la première Coupe du monde de football ?
Comment fabrique-t-on le champagne ?
À quelle vitesse peut-on rouler sur autoroute au Portugal ?
Comment changer le pneu d'un vélo ?
Qui a composé La Flûte enchantée ?
Combien d'années vit un chat domestique ?
Les chiens peuvent-ils manger du raisin ?
À quelle distance se trouve la Lune ?
Comment s'habiller pour un entretien d'embauche dans une banque ?
Comment mieux faire lever le pain au levain ?
Pourquoi les feuilles changent-elles de couleur en automne ?
Combien de cordes un violon a-t-il ?
Qui a découvert la pénicilline ?
Combien d'habitants compte l'Islande ?
Comment fonctionne le roque aux échecs ?
Comment dorment les baleines ?
Comment écrire une lettre de condoléances ?
Quelle est la différence entre la confiture et la marmelade ?
Combien de temps dure le vol de Paris à Sydney ?
La tomate est-elle un fruit ou un légume ?
Comment calmer un bébé qui pleure la nuit ?
Quel est le plat national du Pérou ?
Comment nettoyer une poêle en fonte ?
Pourquoi bâillons-nous ?
Comment retirer une écharde du doigt ?
Quelle langue parle-t-on au Brésil ?
Quelle est la plus ancienne université d'Europe ?
Comment faire pousser des tomates sur un balcon ?
Comment plier un drap-housse ?
Quelle est la différence entre un lièvre et un lapin ?
Quel groupe sanguin est donneur universel ?
Pourquoi les oignons font-ils pleurer ?
Comment reconnaître une pastèque mûre ?
Quand est la prochaine année bissextile ?
Comment éviter la buée sur mes lunettes ?
Comment les abeilles font-elles le miel ?
Peut-on peindre sur du papier peint ?
Pourquoi la tour de Pise penche-t-elle ?
Que faire contre un coup de soleil ?
Quel métal est liquide à température ambiante ?
Qui a gagné le Tour de France en 1986 ?
Comment aiguiser des couteaux de cuisine ?
Quelle est la meilleure saison pour aller au Maroc ?
Pourquoi les flamants se tiennent-ils sur une patte ?
Comment calcule-t-on l'aire d'un cercle ?
Combien de temps un chameau tient-il sans eau ?
Comment décliner poliment une invitation ?
Quel est un pouls sain au repos ?
Comment détartrer une bouilloire au vinaigre ?
Quel est le salaire minimum en Espagne ?
Comment trouver l'étoile polaire ?
Pourquoi le pain moisit-il ?
Comment réparer un robinet qui goutte ?
Combien de calories y a-t-il dans une banane ?
Quels pays ont une frontière avec l'Autriche ?
Comment savoir si un œuf est encore frais ?
Quel vin servir avec un poisson grillé ?
Comment arrêter de ronfler ?
Qui a inventé le téléphone ?
Que mangent les hérissons en hiver ?
Comment résilier mon abonnement à la salle de sport ?
Comment redémarrer un iPhone bloqué ?
Combien coûte un passeport pour un enfant ?
Quels sont les horaires du Louvre ?
Quel temps fait-il à Lisbonne en mars ?`
