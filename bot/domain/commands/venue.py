"""Recognise the place in what follows a time: "saturday 12:30 at Café X".

A place follows a comma, `at`, `à`, `chez` or `@`, or is in quotation marks, or all its words begin
like a name ("Café X", "la Bonne Table", "Parc de la Tête d'Or"). One capital letter alone is no
sign of a place: "Trop bien" and "Yippee" begin with one as well. The rest of a sentence is not a
place: it makes the whole message unclear.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bot.domain.commands.tokens import CLOSING, OPENING, QUOTES, is_doubt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.commands.tokens import Word

LONGEST_PLACE: Final = 100
"""Letters. A longer text is not the name of a place."""
MOST_COMMON_WORDS: Final = 3
"""Words that are not of a name: "in front of the old mill". More of them make a sentence."""


def venue(words: Sequence[Word], *, after_comma: bool) -> str | None:
    """The place that these words name; `None` if they are something else.

    The word that introduces it is left out ("at Café X"), but for `chez`. `after_comma`: there was
    a comma before them.
    """
    if words[0].plain in _DASHES and len(words) > 1:
        words, after_comma = words[1:], True
    first = words[0]
    introduced = first.written in _INTRODUCING
    if first.written.startswith("@") and first.written != "@":
        return place_name(words, marks_left_out="@") if _is_place(words, bare="@") else None
    if introduced:
        words = words[1:]
    if not words or not _is_place(words):
        return None
    if introduced or after_comma:
        return place_name(words) if _is_definite(words) else None
    is_name = first.plain == "chez" or _is_quoted(words) or _is_name(words)
    return place_name(words) if is_name else None


def place_name(words: Sequence[Word], *, marks_left_out: str = "") -> str | None:
    """These words as the name of a place; `None` if they negate or hedge, or cannot be a name."""
    name = " ".join(word.written + "," * word.comma for word in words).rstrip(",")
    name = name.lstrip(marks_left_out) if marks_left_out else name
    if not words or len(name) > LONGEST_PLACE or not any(letter.isalpha() for letter in name):
        return None
    if any(is_doubt(word.plain.strip(_MARKS)) for word in words):
        return None
    return None if _NO_NAME.search(name) else name


def _is_place(words: Sequence[Word], bare: str = "") -> bool:
    """Whether no word of it belongs to the rest of a sentence, such as `moved` or `UTC`."""
    said = " ".join(word.plain.strip(_MARKS) for word in words).lstrip(bare)
    return _SENTENCE.search(said) is None and (_is_quoted(words) or not _goes_on(words))


def _goes_on(words: Sequence[Word]) -> bool:
    """Whether a name is followed by words that are not of it: "Kew Gardens asap", "Café X, hm".

    A word after "by the" or the like is of it ("the bar by the river"), and so is a French
    adjective ("le petit bar rouge").
    """
    named, follows = False, False
    in_french = _LE.match(words[0].plain) is not None
    for before, word, after in zip(words, words[1:], [*words[2:], None], strict=False):
        named = named or _is_named(before)
        if _is_named(word) or _is_part(word) or _joins(word):
            follows = False
        elif named:
            adjective = (in_french and _KIND.fullmatch(before.plain)) or (after and _is_part(after))
            if follows or not (_joins(before) or adjective):
                return True
            follows = True
    return False


def _is_named(word: Word) -> bool:
    return not _common([word]) and not _joins(word)


def _is_part(word: Word) -> bool:
    bare = word.plain.strip(_MARKS).removeprefix("l'").removeprefix("d'")
    return _PARTS.fullmatch(bare) is not None or _KIND.fullmatch(bare) is not None


def _joins(word: Word) -> bool:
    return _JOINING.fullmatch(word.plain) is not None or word.plain in {*_NEAR, *_OWNED}


def _begins_name(word: Word) -> bool:
    first = _BEFORE_NAME.sub("", word.written)[:1]
    return first.isupper() or (first != "" and first in OPENING)


def _is_quoted(words: Sequence[Word]) -> bool:
    return words[0].written[:1] in OPENING and words[-1].written[-1] in CLOSING


def _is_name(words: Sequence[Word]) -> bool:
    """Whether it is seen to be a name: "la Bonne Table", "Tate Modern", "Bar du coin", "Luigi's".

    A capital letter must begin each word that counts, and there must be two, or an article or a
    kind of place. Capitals throughout are no sign of a name.
    """
    first, rest = words[0], words[1:]
    if _KIND.fullmatch(first.plain):
        if rest and _all_begin_names(words):
            return True
        return _begins_name(first) and (not rest or _OF.match(rest[0].plain) is not None)
    if _ARTICLE.match(first.plain):
        return _all_begin_names(rest) if rest else _NAME_AFTER_L.match(first.written) is not None
    counted = re.findall(r"[^\s-]+", " ".join(word.written for word in words))
    several = sum(part[0].isupper() for part in counted) > 1 or first.plain.endswith("'s")
    return _begins_name(first) and (several or _has_kind(words)) and _all_begin_names(words)


def _all_begin_names(words: Sequence[Word]) -> bool:
    """Whether each word may be of a name, and not only by being written in capitals."""
    counted = [word for word in words if not _JOINING.fullmatch(word.plain)]
    shouted = all(word.written.isupper() and len(word.written) > 1 for word in counted)
    return bool(counted) and not _common(words) and (not shouted or _has_kind(words))


def _common(words: Sequence[Word]) -> list[Word]:
    """The words that are not of a name, a number, a kind of place, or between those."""
    return [
        word
        for word in words
        if not (
            _begins_name(word) or word.written[0].isdigit() or _WITH_NAMES.fullmatch(word.plain)
        )
    ]


def _has_kind(words: Sequence[Word]) -> bool:
    return any(_KIND.fullmatch(word.plain) for word in words)


def _is_about_kind(words: Sequence[Word]) -> bool:
    """Whether a kind of place is what it is about: "rooftop bar", not "need to book the bar"."""
    first = words[0].plain
    if first in _NEAR or first in _OWNED or _ARTICLE.match(first):
        return _has_kind(words)
    second = words[1].plain if len(words) > 1 else ""
    if _ARTICLE.match(second) and not _KIND.fullmatch(first):
        return False  # a verb: "see the park"
    return any(
        _KIND.fullmatch(word.plain) and len(_common(words[:place])) <= 1
        for place, word in enumerate(words)
    )


def _is_definite(words: Sequence[Word]) -> bool:
    """Whether it is a name, or begins with an article, or names a kind of place, in a few words."""
    first, second = words[0], words[1] if len(words) > 1 else None
    common = _common(words)
    marked = any(_begins_name(word) or _is_part(word) for word in words)
    is_name = not common or (_begins_name(first) and all(map(_is_part, common)))
    if is_name or _is_quoted(words):
        return marked
    if len(common) > MOST_COMMON_WORDS:
        return False
    if _is_about_kind(words) or first.plain == "chez" or first.plain in _ALONE:
        return True
    if first.plain[0].isdigit() and second is not None:
        return _begins_name(second)
    if first.plain in _NEAR and second is not None:
        return any(_begins_name(word) or _is_part(word) for word in words[1:])
    is_article = _ARTICLE.match(first.plain) is not None
    return is_article and (second is not None or "'" in first.plain)


_MARKS: Final = f"{QUOTES}()[]{{}}*_~#"
"""What may stand around a word."""
_DASHES: Final = {"-", "–", "—"}
_INTRODUCING: Final = {"at", "At", "à", "À", "a", "au", "Au", "@"}
_NEAR: Final = {
    *("chez", "in", "near", "outside", "inside", "behind", "opposite", "by", "on", "under", "next"),
    *("dans", "en", "devant", "derriere", "sur", "sous", "face", "pres"),
}
_OWNED: Final = {
    *("my", "your", "his", "her", "our", "their"),
    *("mon", "ma", "ton", "ta", "son", "sa", "notre", "leur"),
}
_ALONE: Final = {"home", "work", "mine", "hers", "yours", "ours", "theirs"}
_JOINING: Final = re.compile(
    r"des?|du|la|les?|aux?|of|the|and|et|&|en|sur|sous|on|upon|by|in|a|[dl]'\w+|sainte?|st\.?"
)
_OF: Final = re.compile(r"(?:de|des|du|of|aux?)$|d'\w")
_LE: Final = re.compile(r"(?:le|la|les|au|aux)$|l'\w")
_ARTICLE: Final = re.compile(rf"the$|{_LE.pattern}")
_BEFORE_NAME: Final = re.compile(r"^\(?(?:[ld]['’])?")
_NAME_AFTER_L: Final = re.compile(r"[lL]['’][A-ZÀ-Þ]")
_KIND: Final = re.compile(
    r"(?:l'|d')?(?:cafes?|bar|pub|place|square|rue|street|avenue|boulevard|quai|parc|park"
    r"|gare|station|resto|restaurant|bistrot?|brasserie|creperie|pizzeria|cantine|canteen|library"
    r"|bibliotheque|mediatheque|librairie|bookshop|musee|museum|marche|market|pont|bridge|eglise"
    r"|church|mairie|jardins?|gardens?|plage|beach|port|harbour|halles?|hall|theatre|cinema"
    r"|universite|university|campus|ecole|school|bureau|office|boulangerie|bakery|hotel|lobby"
    r"|metro|terrasse|terrace|salon|studio|lac|lake|foret|forest|house|shop|inn|tavern|arms|road|lane"
    r"|cathedrale?|stade|stadium|piscine|gym|zoo|galerie|gallery|opera|guinguette|auberge|chateau"
    r"|castle|palais|palace|fontaine|fountain|patisserie|kiosque|allee|mall|centre|center|flat|apartment|appart(?:ement)?|maison|salle"
    r"|room|gymnase|patinoire|rink|club|pier|marina|tower|mill|sortie|entree|exit|entrance|corner)"
)
_PARTS: Final = re.compile(
    r"bandstand|steps|stairs|gates?|clock|horloge|bench(?:es)?|statue|door|porte|(?:up|down)stairs|reception"
    r"|outside|inside|opposite|floor|level|etage|rez-de-chaussee|desk|comptoir|basement|cellar|cave"
    r"|side|end|courtyard|cour|back|front|fond|haut|bas|platform|district|quarter|quartier|ville"
    r"|river|canal|sea|water|mer|riviere|fleuve|tree|arbre|hill|wall|mur|street|town|city|woods?"
    r"|nord|sud|est|ouest|north|south|east|west"
)
"""What may follow the name of a place as a part of it: `library steps`."""
_WITH_NAMES: Final = re.compile(rf"(?:{_JOINING.pattern})|(?:{_KIND.pattern})")
_MONTH: Final = (
    r"jan(?:v|uary|vier)?|feb(?:ruary)?|fev(?:r|rier)?|mar(?:s|ch)?|apr(?:il)?|avr(?:il)?|may|mai"
    r"|june?|juin|july?|juil(?:let)?|aug(?:ust)?|aout|sept?(?:ember|embre)?|oct(?:ober|obre)?"
    r"|nov(?:ember|embre)?|dec(?:ember|embre)?"
)
_SENTENCE: Final = re.compile(
    r"(?:^|[\s(])(?:"
    # what became of it, and doubts
    r"moved|postponed|cancell?ed|called|off|changed?|confirm\w*|tb[acd]|rescheduled|delayed|pending"
    r"|annul\w*|report(?:e|ee|es|er)|decal\w*|deplac\w*|valider|voir|definir|preciser|discuter"
    r"|probably|hopefully|possibly|likely|think|guess|believe|sure|surely|actually|tentativ\w*"
    r"|latest|earliest|least|most|reserve|selon|priori|principe|demande|remind\w*|rappel\w*\S*"
    r"|crois|pense|espere|suppose|sais|probablement|normalement|possible|certain"
    r"|some(?:where|place|thing)?|any(?:where|place|thing)?|whatever|wherever|quelque\w*"
    r"|(?:n')?importe|ailleurs|elsewhere|tba"
    # what one cannot stand at, after an article
    r"|(?:the|le|la|les) (?:rest|reste|sooner|better|hard|easy|only|others?|ones?|things?|parts?"
    r"|ideas?|way|problem|reason|point|idees?|seule?|autres?|suite|trucs?|raison|probleme"
    r"|fraiche|(?:belle )?affaire|stress|pied|classe|galere|totale|kif|luxe|misere|routine|vie"
    r"|end(?=\W*$)|more|less|lot|works|horror|thrill|suspense|nerves|irony|drama)"
    r"|bonne franquette|bonheur|joie|joy|fun|honte|l'horreur"
    # an exclamation
    r"|quel(?:le)?s?|what|how|enfin|vivement|oh|ah|bonnes? nouvelles?|doigts|fingers|crossed"
    r"|yeah|yea|yep|yup|nah|ouais|ouaip|hell|nope|awesome"
    r"|brilliant|cheers|ta|chouette|unconfirmed|overdue|sounds|all (?:set|good)"
    r"|tout bon|attente|fermees?|(?<=\w )(?<!la )fermes?|uk|eu|tues?|weds?|thu|thurs?|fri"
    r"|central european|later|again|encore|asap|soon|bientot|mdr|ptdr|hm+|erratum|faux|wrong|false"
    r"|dreams|reves?|twice|deux fois|laisse|tomber|as|comme|planned|prevu|(?:and|et|&|\+) \d+"
    r"|birthday|anniversaire|wedding|mariage|la fete"
    # somebody speaks
    r"|i|i'\w+|we|we'\w+|you|he|she|they|it|it's|he's|she's|they'\w+|that's|let's|can't|cant"
    r"|je|j'\w+|on(?! the | \w+ (?:street|road|square|avenue))|tu|t'\w+|ils?"
    r"|(?<!chez )(?:nous|vous|elles?)|c'\w+|ca|qu'\w+|s'il\w*"
    r"|is|isn't|are|was|will|won't|has|comes?|coming|brings?|est|sont|sera|vient|viendra|apporte"
    r"|ill|sick|late|early|malade|retard|avance|hate|remote|distance|zoom|skype|teams"
    r"|who|which|because|since|so|too|yay|wow|lol|haha|sorry|pardon|desole|oops|euh|hmm|wait|see"
    r"|attends|finalement|finally|then|also|plus|puis|ensuite|avant|apres|after|before|instead|bring"
    r"|thanks?|merci|please|ok|okay|yes|oui|super|great|with|avec|case|fact|weather|temps|fin"
    r"|nervous|willing|news|moly|dinner|drinks?|verre|luck|chance|lunch|brunch|breakfast|dejeuner|apero|gouter"
    r"|very|tres|looking|forward|excited|booked|happy|glad|perfect|parfait|genial|cool|top|nickel|done|deal"
    r"|bises|bisous|hi|bye|ciao|youpi|yippee|h[ou]+rr?ay|hourra|woo\w*|trop|vraiment|really"
    r"|(?:here|there|what|who)'s|noted|fyi|nb|ps|joke|kidding|forget|forgot|same|meme|permitting|rain|pluie|kids|enfants"
    r"|rigueur|moment|worst|best|pire|mieux|whenever|condition|remember|maybe|convenience|viennent"
    # another time
    r"|today|tonight|tomorrow|yesterday|demain|hier|aujourd'hui|ago|dans \d+|in \d+"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)days?(?!')|(?:lun|mar|mercre|jeu|vendre|same)dis?"
    r"|dimanches?|until|till|til|jusqu'\w+|depuis|from|vers|about|around|environ|approx\w*|ish"
    r"|sharp|pile|tapantes?|precises?|during|pendant|for|pour|durant|minutes?|mins?|hours?|hrs?"
    r"|heures?|h|am|pm|a\.m\.?|p\.m\.?|o'clock|et (?:demie?|quart)|moins|half|quarter|noon|midi"
    r"|(?:the|le) \d+|\d+(?:st|nd|rd|th|er)(?=[\s,.!]*$)"
    rf"|(?:{_MONTH})\.? \d.*|\d+ (?:{_MONTH})|december|decembre|november|novembre"
    r"|january|janvier|february|fevrier"
    r"|bof|pf+|beurk|ouf|zut|u?argh|ugh|meh|mouais|hein|quoi|voila|bref|tkt|idk|tbh|imo|btw"
    r"|(?<!\S )(?:lovely|wonderful|amazing|fantastic|excellent|exciting|merveilleux|magnifique"
    r"|formidable|youhou|youpi|dingue|fabuleux|yes+)(?=\W*$)"
    r"|personne|nobody|no-one|(?:anyone|someone)(?:'s)?|of an?"
    r"|days?|weeks?|weekends?|months?|lendemain|veille|semaines?|mois"
    r"|etai\w+|reste\w*|arriv\w+|joins?|us|a \w+er|meteo"
    r"|plans?|stands?|holds|tient|tiennent|be|been|decided|closed|closes|a ferme\w*|aussi"
    r"|a la place|la flemme|the usual"
    # a time zone
    r"|time|heure|zulu|eastern|pacific|[cmp][sd]?t|e[sd]t|et(?=\W*$)|utc\S*|gmt\S*|ce[s]?t|me[s]?t|bst|sast|wat|sgt|[ew]e[s]?t|ist|jst"
    r"|a[ek][sd]t|msk|hkt|nz[sd]t"
    r")(?=$|[\s.,!?):])"
)
"""Words that mean the text is the rest of a sentence, and not a place."""
_NO_NAME: Final = re.compile(r"[;:·|/<>=]|\.\.|…|\b\d\d? ?h(?:\d\d)?\b|\d ?[ap]m\b", re.IGNORECASE)
"""Patterns that mean the text is not a place name."""
