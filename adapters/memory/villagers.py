"""The people of the village. Any likeness to an account that exists is an accident."""

from __future__ import annotations

from typing import Final

from adapters.memory.villager import Rhythm, Ties, Villager, Way
from bot.domain.identity import Flag, NetworkName

BLUESKY: Final = NetworkName.BLUESKY
EN: Final = ("en",)
BOTH: Final = ("fr", "en")

WEEKLY: Final = Rhythm(0.85, most=2, likes=0.3)
OFTEN: Final = Rhythm(0.5, likes=0.2)
MONTHLY: Final = Rhythm(0.22)
ADMIRING: Final = Rhythm(0.25, likes=0.9, way=Way.UNANSWERED)


def season(phase: int) -> Rhythm:
    """Seven weeks of talk, then nineteen of silence: somebody is always just back."""
    return Rhythm(0.8, active=7, period=26, phase=phase)


TALKING: Final = (
    Villager(
        name="solene",
        display_name="Solène Quéméner",
        bio="Bibliothécaire, jardinière du dimanche. Des graines plein les poches.",
        fields=(("Ville", "Rennes"), ("Pronoms", "elle")),
        rhythm=WEEKLY,
    ),
    Villager(
        name="bruno",
        display_name="Bruno Vasconcelos",
        bio="Vélos, trains de nuit, soupe. J'écris lentement mais je réponds.",
        host="atelier.example",
        rhythm=OFTEN,
    ),
    Villager(
        name="maud",
        display_name="Maud Achterberg",
        bio="Ceramics teacher. Board games, choirs, bad puns. Lives in Lille.",
        host="riverside.example",
        languages=EN,
        rhythm=OFTEN,
    ),
    Villager(
        name="tariq",
        display_name="Tariq Belhadj 🚲",
        bio="Mécano à l'atelier vélo solidaire. Rennes.",
        fields=(("Où", "Rennes"),),
        rhythm=OFTEN,
    ),
    Villager(
        name="yuki",
        display_name="Yuki Tanabe / 田辺ゆき",
        bio="Paper, ink, zines. Entre Nantes et Kyoto. FR / EN / 日本語",
        languages=BOTH,
        rhythm=Rhythm(0.6, likes=0.3),
    ),
    Villager(
        name="paulette",
        display_name="Paulette Grosjean",
        bio="Retraitée du rail. Horaires, compost, petits-enfants.",
        rhythm=MONTHLY,
    ),
    Villager(
        name="oumar",
        display_name="Oumar Diarra",
        bio="Données ouvertes et grandes marches. Saint-Malo.",
        network=BLUESKY,
        rhythm=OFTEN,
    ),
    Villager(
        name="nell",
        display_name="nell ashdown",
        bio="i mend things, mostly jumpers. brittany via bristol. she/they",
        network=BLUESKY,
        languages=EN,
        rhythm=OFTEN,
    ),
    Villager(
        name="anahit",
        display_name="Anahit Sarkissian",
        bio="Cheffe de chœur. Chants du Caucase et d'ailleurs.",
        network=BLUESKY,
        languages=BOTH,
        rhythm=MONTHLY,
    ),
    Villager(
        name="fergus",
        display_name="Fergus Lindqvist",
        bio="Baker at night, map-maker by day. Sourdough and open data.",
        network=BLUESKY,
        languages=EN,
        rhythm=MONTHLY,
    ),
    Villager(
        name="leila",
        display_name="Leïla Mansouri",
        bio="Médiatrice dans un repair café. Disparaît l'été, revient avec les courges.",
        rhythm=season(0),
    ),
    Villager(
        name="wen",
        display_name="Wen Castellane",
        bio="Sailor, so often offline. Knits on watch.",
        host="riverside.example",
        languages=EN,
        rhythm=season(7),
    ),
    Villager(
        name="josephine",
        display_name="Joséphine Adjovi",
        bio="Comédienne, en tournée la moitié de l'année.",
        network=BLUESKY,
        rhythm=season(13),
    ),
    Villager(
        name="mikkel",
        display_name="Mikkel Østergaard",
        bio="Teacher. Answers in term time only.",
        languages=EN,
        rhythm=season(20),
    ),
)

# Names that somebody made to be misread, to break a line, or to ring somebody's phone.
HOSTILE: Final = (
    Villager(
        name="camlle",
        display_name="\u0421\u0430m\u0456ll\u0435",  # "Camille" in four Cyrillic letters
        bio="Presque vous.",
        host="ailleurs.example",
        rhythm=MONTHLY,
    ),
    Villager(
        name="zoe",
        display_name="Z" + "\u0336\u0321\u0344\u0352" * 6 + "oé" + "\u0337\u0322\u0345" * 6,
        bio="Zines, encre noire, musique trop forte.",
        rhythm=OFTEN,
    ),
    Villager(
        name="noor",
        display_name="Noor \u202eelbatnod\u2066 \u200b✓",
        bio="Je range des bibliothèques. Celles des autres.",
        network=BLUESKY,
        rhythm=MONTHLY,
    ),
    Villager(
        name="guichet",
        display_name="@mairie@ville.example #urgent https://ville.example",
        bio="Agent d'accueil, jeux de société le jeudi.",
        rhythm=MONTHLY,
    ),
)

BARRED: Final = (
    Villager(
        name="meteo",
        display_name="Météo du village",
        bio="Je réponds aux gens avec le temps qu'il fait. Automatique.",
        is_bot=True,
        rhythm=Rhythm(0.7, way=Way.UNANSWERED),
    ),
    Villager(
        name="perrine",
        display_name="Perrine Le Floc'h",
        bio="Apicultrice. Ici pour parler, pas pour être comptée. #nobot",
        rhythm=OFTEN,
    ),
    Villager(
        name="casimir",
        display_name="Casimir Wójcik",
        bio="Luthier. Le bois répond lentement, moi aussi.",
        fields=(("Rencontres", "par ici seulement, merci #noinvite"),),
        rhythm=OFTEN,
    ),
    Villager(
        name="gaspard",
        display_name="Gaspard Rivoire",
        bio="Parti vers des eaux plus calmes.",
        rhythm=OFTEN,
        blocks_owner=True,
    ),
    Villager(
        name="victor",
        display_name="Victor Haudebourg",
        bio="J'ai un avis sur tout, surtout le vôtre.",
        rhythm=OFTEN,
        muted_by_owner=True,
    ),
    Villager(
        name="hedwige",
        display_name="Hedwige",
        bio="Discrète, mais là.",
        flags=frozenset({Flag.UNDISCOVERABLE}),
        rhythm=OFTEN,
    ),
    Villager(
        name="ombre",
        display_name="ombre portée",
        bio="Ne me cherchez pas, je passe.",
        flags=frozenset({Flag.UNDISCOVERABLE, Flag.NOINDEX}),
        ties=Ties.FOLLOWER,
        rhythm=OFTEN,
    ),
    Villager(
        name="lou",
        display_name="lou ✨",
        bio="16 ans, skate et fanzines, au lycée le reste du temps",
        network=BLUESKY,
        rhythm=OFTEN,
    ),
    Villager(
        name="pixelle",
        display_name="Pixelle",
        bio="",
        host="ailleurs.example",
        flags=frozenset({Flag.SUSPENDED}),
        rhythm=OFTEN,
    ),
    Villager(
        name="elias",
        display_name="Elias Thornbury",
        bio="Moved to a quieter server. The old one stays as a signpost.",
        languages=EN,
        flags=frozenset({Flag.MOVED}),
        rhythm=MONTHLY,
    ),
)

ONE_SIDED: Final = (
    Villager(
        name="marguerite",
        display_name="Marguerite Fontenoy",
        bio="J'aime tout ce que je lis.",
        ties=Ties.FOLLOWER,
        rhythm=ADMIRING,
    ),
    Villager(
        name="dev",
        display_name="Dev Ranganathan",
        bio="Reader. Rarely a writer.",
        network=BLUESKY,
        languages=EN,
        ties=Ties.FOLLOWER,
        rhythm=ADMIRING,
    ),
    Villager(
        name="augustin",
        display_name="Augustin Kerbrat",
        bio="Conférencier. Beaucoup d'abonnés, peu de temps.",
        ties=Ties.NONE,
        rhythm=Rhythm(0.4, likes=0.0, way=Way.UNANSWERING),
    ),
    Villager(
        name="ottoline",
        display_name="Ottoline Marsh",
        bio="Botanist. Will name any plant you send me.",
        network=BLUESKY,
        languages=EN,
        ties=Ties.FOLLOWER,
        rhythm=Rhythm(1.0, way=Way.GAME, period=52, phase=11),
    ),
    Villager(
        name="achille",
        display_name="Achille Morvan",
        bio="Fleuriste. Joueur, mais un soir par an.",
        ties=Ties.FOLLOWER,
        rhythm=Rhythm(1.0, way=Way.GAME, period=52, phase=37),
    ),
)

RESIDENTS: Final = TALKING + HOSTILE + BARRED + ONE_SIDED
