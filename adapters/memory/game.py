"""A parlour game that people in the village play."""

from __future__ import annotations

from typing import Final

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
