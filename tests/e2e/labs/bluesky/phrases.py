"""What the invented people are called and say."""

from __future__ import annotations

NAMES = (
    *("Anouk", "Basile", "Capucine", "Dorian", "Eloi", "Fantine", "Gaspard", "Honorine"),
    *("Isaure", "Joris", "Kelig", "Lubin", "Maiwenn", "Nestor", "Ombeline", "Perrine"),
    *("Quitterie", "Rufus", "Solenn", "Tanguy", "Ursule", "Valere", "Wandrille", "Xenia"),
    *("Yseult", "Zacharie", "Amance", "Blanche", "Clotaire", "Delphin", "Elouan", "Flavie"),
    *("Gwenola", "Hermine", "Ivo", "Josse", "Klervi", "Leopold", "Melaine", "Nolwenn"),
    *("Octave", "Philomene", "Roparz", "Sidonie", "Theophane", "Urielle", "Victoire", "Winoc"),
    *("Yann", "Zelie"),
)

BIOS = (
    "Seeds, soil and slow bread. Rennes.",
    "Bicycle mechanic on weekdays, choir on Thursdays",
    "📍 Nantes · maps, rain, old trains",
    "Teacher. Opinions about compost are my own.",
    "Photographs of walls. Lyon / Saint-Étienne",
    "",
)

TOPICS = (
    "Has anybody grown oca this far north?",
    "The towpath is open again as far as the second lock 🚲",
    "Our seed library now has forty drawers, and a waiting list.",
    "Which sourdough survives a holiday?",
    "Tonight the choir tries Pärt. Wish us luck.",
    "I found a 1931 map with a railway that nobody remembers.",
    "Repair café on Saturday: bring toasters, not laptops.",
    "Qui connaît un bon atelier de reliure ?",
)

REPLIES = (
    "Yes, for three years now. The slugs prefer it to everything else.",
    "Where was that?",
    "Thank you, that saved my weekend!",
    "I would not, but I have been wrong before 🙂",
    "Could you show us how, one day?",
    "Ah non, pas encore. Et toi ?",
    "Same here. Shall we compare notes?",
    "It depends on the weather, as ever.",
)
