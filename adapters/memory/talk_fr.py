"""What people in the village say in French."""

from __future__ import annotations

from typing import Final

from adapters.memory.topic import Topic

TOPICS: Final = (
    # la grainothèque
    Topic(
        (
            "La grainothèque de la halle a de nouveaux tiroirs, et la moitié est vide.",
            "Ce soir je trie mes graines pour le troc. Que de haricots !",
            "Notre grainothèque a prêté deux cents sachets ce printemps. Onze sont revenus.",
        ),
        (
            "J'ai un bocal de haricots de l'été dernier qui serait mieux là-bas que chez moi.",
            "Vous notez l'année sur les sachets ? Chez nous, c'est devenu une devinette.",
            "À côté de la nôtre, un cahier : chacun y raconte ce qui a poussé ou non.",
        ),
        (
            "Pense à l'apporter la prochaine fois, on me le demande toujours.",
            "Bonne idée. J'aime mieux dix sachets honnêtes que cent sachets jolis.",
            "Je te la pique pour le troc, si tu veux bien.",
        ),
        (
            "Promis, mais je veux de tes tomates en échange.",
            "Tu me raconteras le troc de graines ?",
            "Avec plaisir. Des graines au fond d'un tiroir, ça ne sert à personne.",
        ),
    ),
    # le compost
    Topic(
        (
            "J'ai retourné le compost ce matin. Il fumait comme une bouilloire.",
            "Le composteur partagé est déjà plein, et les feuilles ne sont même pas tombées.",
            "Quelqu'un jette des oranges entières dans notre compost. Entières !",
        ),
        (
            "Le mien collait, jusqu'à ce que je déchire des boîtes d'œufs dedans.",
            "Tu le laisses combien de temps ? Je n'ai jamais la patience.",
            "On a fini par en avoir trois : un qu'on remplit, un qui dort, un qui est prêt.",
        ),
        (
            "Le carton nous a sauvés aussi, avec une fourche à long manche.",
            "Un an, à peu près. Ce sont les vers qui décident, moi je signe.",
            "Je vais essayer, les voisins commencent à faire des remarques.",
        ),
        (
            "Alors mon compost est moins raté que je ne croyais.",
            "Les vers sont les seuls collègues qui ne proposent jamais de réunion.",
            "Parfait. Je te dirai quand le mien ne sentira plus le chou.",
        ),
    ),
    # l'atelier vélo
    Topic(
        (
            "Une soirée entière sur un boîtier de pédalier qui ne voulait pas sortir.",
            "Troisième crevaison de la semaine. Mon pneu arrière collectionne le verre.",
            "Trouvé un vélo des années 80 près des poubelles. Il ne lui manque que des freins.",
        ),
        (
            "Tu roules avec quels pneus ? J'en ai pris de plus lourds et je ne le regrette pas.",
            "J'ai l'outil qu'il faut, si tu veux l'emprunter un jour.",
            "Quand je bloque, je dors et je reprends avec plus de lumière. Ça marche souvent.",
        ),
        (
            "C'est un vieux vélo de ville : tout ce qui survit aux pavés me va.",
            "Merci, je vais sûrement te prendre au mot.",
            "J'essaie ça avant de recommencer à jurer.",
        ),
        (
            "Un vieux vélo pardonne beaucoup. C'est pour ça que j'aime les réparer.",
            "Quand tu veux le jeudi, l'atelier est ouvert jusqu'à vingt heures.",
            "Tu me diras comment il roule, une fois remonté.",
        ),
    ),
    # le levain
    Topic(
        (
            "Mon levain a survécu à deux semaines de frigo pendant les vacances. Quelle fierté.",
            "Pain de seigle aujourd'hui. Assez dense pour caler une porte, et délicieux.",
            "Y a-t-il d'autres gens qui organisent leur dimanche autour d'une pâte ?",
        ),
        (
            "Tu le nourris avec quelle farine ? Le mien boude tout sauf le seigle.",
            "J'ai renoncé aux gros trous. Un pain qui garde le beurre est un bon pain.",
            "Le mien lève mieux sur l'étagère de la chaudière, quoi qu'en disent les livres.",
        ),
        (
            "Moitié seigle, moitié fonds de placard. Il n'est pas difficile.",
            "Voilà exactement ce que j'avais besoin d'entendre ce matin.",
            "J'essaierai le week-end prochain, la cuisine est trop froide en ce moment.",
        ),
        (
            "Tu me gardes un peu de levain ? Le mien a besoin de sang neuf.",
            "Et si ça rate, il reste toujours les tartines.",
            "Bon courage. Et une photo de la mie, s'il te plaît.",
        ),
    ),
    # le repair café
    Topic(
        (
            "Neuf grille-pain et un accordéon au repair café. Sept grille-pain revivent.",
            "Le repair café cherche quelqu'un qui n'ait pas peur des machines à coudre.",
            "Un enfant de huit ans a réparé sa radio tout seul au repair café. Il a salué.",
        ),
        (
            "Je viendrais bien une fois par mois. Je comprends mieux les prises que les gens.",
            "Vous notez ce qui n'est pas réparable ? Ça ferait une belle lettre aux fabricants.",
            "Ça me fait ma semaine. Chez nous, ce sont surtout des cafetières.",
        ),
        (
            "On en serait ravis. Le café est fort et le gâteau est offert.",
            "Tout est noté sur des fiches, il faudrait que quelqu'un les recopie.",
            "La moitié, c'est écouter. L'autre moitié, c'est un tournevis.",
        ),
        (
            "Alors compte sur moi au prochain repair café.",
            "Là, je peux aider. Recopier, c'est la seule chose que je sais réparer.",
            "Il faudrait l'écrire au-dessus de la porte.",
        ),
    ),
    # les données ouvertes
    Topic(
        (
            "La ville publie ses arbres en données ouvertes. Mon week-end est fait.",
            "J'ai demandé les comptages de bus en données ouvertes. Reçu un tableau scanné.",
            "J'ai cartographié toutes les fontaines. Un tiers n'est sur aucune liste.",
        ),
        (
            "Sous quelle licence ? C'est là que ça avait coincé chez nous.",
            "Je veux bien vérifier une rue ou deux, si tu cherches de la compagnie.",
            "Je pourrais avoir le fichier ? Notre école travaille justement là-dessus.",
        ),
        (
            "Une vraie licence libre. J'ai dû la lire deux fois.",
            "Oh oui, volontiers. À deux, ça va bien plus vite.",
            "Bien sûr. C'est brut, mais chaque ligne a une date et une source.",
        ),
        (
            "Comme quoi il ne faut pas désespérer de la mairie.",
            "Finalement, les données ouvertes, c'est surtout de bonnes chaussures.",
            "Super. Je te renvoie ce qu'on aura corrigé.",
        ),
    ),
    # la chorale
    Topic(
        (
            "Chorale ce soir : quatre altos, deux ténors, une basse qui se prend pour un ténor.",
            "On apprend un chant de table géorgien. La voix du milieu ne me quitte plus.",
            "Notre chorale a cédé sa salle à un club de gym. On chante entre les haltères.",
        ),
        (
            "Nous, on chante dans un local à vélos. L'écho pardonne tout.",
            "Vous prenez les gens qui ne lisent pas la musique ? C'est pour moi.",
            "Il y a un enregistrement ? J'aimerais bien entendre la deuxième voix.",
        ),
        (
            "Quel bonheur. Les meilleures salles ne sont jamais faites pour ça.",
            "La moitié d'entre nous ne la lit pas : on apprend à l'oreille et au coude.",
            "J'enregistrerai la semaine prochaine, porte fermée.",
        ),
        (
            "Chantez fort, ça réchauffe les murs.",
            "Alors il y aura peut-être une voix de plus.",
            "J'ai hâte. La chorale, c'est la seule heure où je ne pense à rien.",
        ),
    ),
    # les jeux de société
    Topic(
        (
            "Perdu en quatre heures contre quelqu'un qui découvrait les règles de ce jeu.",
            "Soirée jeux : neuf personnes, une seule table. On a joué par équipes de nuit.",
            "Je cherche un jeu de société à cinq qui se termine avant minuit.",
        ),
        (
            "Tu connais celui avec les phares ? Quarante minutes, et personne n'est éliminé.",
            "On finit toujours aux petits jeux de cartes, et c'est le meilleur moment.",
            "J'en invente un, sur les jardins ouvriers. Il me faut des gens pas trop polis.",
        ),
        (
            "Non, pas encore. Ça passe avec des gens qui détestent lire les règles ?",
            "Petite boîte, longue soirée. Bien d'accord.",
            "Je peux être très désagréable quand il s'agit de jeux.",
        ),
        (
            "Un tour suffit pour comprendre, promis.",
            "Alors on a un plan. Il ne manque que la table.",
            "C'est tout à fait l'état d'esprit que j'espérais.",
        ),
    ),
    # les horaires de train
    Topic(
        (
            "Les nouveaux horaires suppriment le 17 h 42. C'était la moitié de ma vie sociale.",
            "Neuf minutes de correspondance, et le quai est tout au bout. À chaque fois.",
            "Retrouvé des horaires de 1974. Il y avait plus de trains de nuit.",
        ),
        (
            "Il y a un car qui dépanne, mais aucune application ne le dit.",
            "Il faudrait en faire une carte. Les trous parleraient d'eux-mêmes.",
            "Je l'ai raté une fois, et j'ai retrouvé la moitié de mes amis dans le suivant.",
        ),
        (
            "Je ne savais pas ! Tu viens de me rendre une soirée.",
            "J'ai commencé, avec de la ficelle et des épingles, sur le mur de la cuisine.",
            "On sous-estime les trains ratés, du moment qu'il y a un banc.",
        ),
        (
            "Tant mieux. Les conducteurs en savent plus que les écrans.",
            "Tu nous montreras ? Je peux rester des heures devant des horaires.",
            "Et un thermos. Jamais d'horaires sans thermos.",
        ),
    ),
    # le tricot
    Topic(
        (
            "J'ai défait toute la manche. Tout va bien. Je vais bien.",
            "J'ai tricoté pendant toute l'assemblée générale. Deux moufles, aucune motion.",
            "Une pelote de laine brute de la ferme d'en haut. Elle sent encore le mouton.",
        ),
        (
            "C'est quel modèle ? J'en cherche un où il ne faut pas compter.",
            "Le deuxième est toujours le plus dur. J'ai beaucoup de chaussettes uniques.",
            "J'ai une très bonne laine ici, et je n'ose pas commencer.",
        ),
        (
            "Celui de ma grand-mère, de mémoire, ce qui explique les manches.",
            "On pourrait tricoter les deuxièmes ensemble, pour se donner du courage.",
            "Commence par un bonnet. Un bonnet n'a jamais fait de mal à personne.",
        ),
        (
            "Le tricot, c'est du courage, puis du calcul.",
            "C'est sans doute la seule façon de finir une paire.",
            "D'accord, je me lance. Les aiguilles sont sorties.",
        ),
    ),
    # la reprise visible
    Topic(
        (
            "Reprisé le coude de mon plus vieux pull en orange vif. Il est mieux qu'avant.",
            "La pile de raccommodage atteint la fenêtre. Elle nous cache le jour.",
            "Appris aujourd'hui une vraie pièce de poche, avec un voilier à la retraite.",
        ),
        (
            "J'aime quand la reprise se voit. C'est une sorte de journal intime.",
            "Tu prends quel fil ? Le mien brille toujours trop.",
            "Tu me montrerais, un jour ? Moi, je ne sais qu'aggraver.",
        ),
        (
            "Tout à fait. Je pourrais te donner l'année de chaque pièce.",
            "De la laine toute simple, deux brins, et pas de hâte.",
            "Avec plaisir. Il faut un champignon de bois et une lampe, c'est tout.",
        ),
        (
            "Je vais regarder mes reprises avec un respect nouveau.",
            "Deux brins ! Voilà mon erreur depuis toujours.",
            "Alors j'apporte mon raccommodage et toi le champignon.",
        ),
    ),
    # les fanzines
    Topic(
        (
            "Imprimé quarante exemplaires d'un fanzine sur les abribus. Plus que trente-huit.",
            "La bibliothèque prête sa risographe le vendredi. Je ne rentrerai plus chez moi.",
            "Qui échange encore des fanzines par la poste ? J'ai des timbres et de l'élan.",
        ),
        (
            "Je t'en échange un contre le mien, sur les gants perdus.",
            "Tu imprimes sur quel papier ? Le nôtre est ressorti transparent.",
            "Tu m'en gardes un ? Je paie en biscuits.",
        ),
        (
            "Les gants perdus ! Voilà un échange qui ne se refuse pas.",
            "Du recyclé, 90 grammes. L'encre ne sèche jamais vraiment, ça fait son charme.",
            "Il y en a un de côté, avec ton nom au crayon.",
        ),
        (
            "Alors lançons un vrai cercle d'échange, avec une liste et tout.",
            "Je vais chercher le même papier. Merci !",
            "Parfait, il ira sur l'étagère avec mes autres fanzines.",
        ),
    ),
)
