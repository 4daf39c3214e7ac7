"""What people in the village say on any subject: a last word, and a parlour game."""

from __future__ import annotations

from typing import Final

NODS: Final = {
    "en": (
        "Deal.",
        "Ha, just so.",
        "Good to know that I am not the only one.",
        "I will write that down before I forget it.",
        "Thank you for this, it made me smile.",
        "To be continued.",
    ),
    "fr": (
        "Marché conclu.",
        "Ha, exactement.",
        "Ça me rassure, tiens.",
        "Je le note avant d'oublier.",
        "Merci pour ça, tu m'as fait sourire.",
        "À suivre.",
    ),
}

# Each names a plant, until nobody can think of another.
_BEGIN: Final = {
    "en": "One thread, one evening: we name plants until somebody gives up. I begin: artichoke.",
    "fr": "Ce soir, un seul fil : on nomme des plantes jusqu'à ce que quelqu'un cale. Artichaut.",
}
_PLANTS: Final = {
    "en": """
        Borage. Chard. Dill. Elder. Fennel. Garlic. Hyssop. Iris. Juniper. Kale. Leek. Mallow.
        Nettle. Oregano. Parsnip. Quince. Rhubarb. Sorrel. Tansy. Valerian. Walnut. Yarrow.
        Zinnia. Angelica. Beetroot. Chervil. Dandelion. Endive. Figwort. Gooseberry. Hazel. Ivy.
        Jasmine. Kohlrabi. Lovage. Marigold. Nasturtium. Oats. Purslane.
    """,
    "fr": """
        Bourrache. Cardon. Dahlia. Estragon. Fenouil. Genêt. Hysope. Iris. Jonquille. Kiwi.
        Livèche. Mauve. Navet. Ortie. Panais. Quetsche. Rhubarbe. Sauge. Thym. Verveine. Yucca.
        Zinnia. Angélique. Betterave. Capucine. Digitale. Endive. Figuier. Groseille. Houx.
        Jasmin. Lavande. Menthe. Noisetier. Oseille. Pourpier. Radis. Souci. Tilleul.
    """,
}
GAME: Final = {lang: (_BEGIN[lang], *plants.split()) for lang, plants in _PLANTS.items()}
