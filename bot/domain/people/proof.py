"""Find accounts that are one person's: by proof, or by a hint that the owner is asked about.

Nothing but the profiles is read, as the networks describe them; no other site is asked.

A link counts as one's own where it stands in a field, or in a sentence of the bio that is hardly
more than it; never beside a word such as "partner". Names are compared letter by letter: what only
looks alike is not the same.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from bot.domain.people.address import account_name
from bot.domain.people.identity import Account, AccountKey, Flag, NetworkName
from bot.domain.people.join import Pair, Proof, pair_of
from bot.domain.safety.cleaning import seen, visible

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

_DOMAIN: Final = r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]"
_HANDLE: Final = re.compile(_DOMAIN)
_BLUESKY_PAGE: Final = re.compile(
    rf"(?:https?://)?(?:www\.)?bsky\.app/profile/@?(?P<id>did:(?:plc|web):[\w.:-]+|{_DOMAIN})/?"
)
_AT_URI: Final = re.compile(rf"at://(?P<id>did:(?:plc|web):[\w.:-]+|{_DOMAIN})/?")
_ADDRESS: Final = re.compile(
    r"@?(?P<user>[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?)"
    rf"@(?P<host>(?:{_DOMAIN}|localhost)(?::[0-9]+)?)"
)
_ROOT: Final = re.compile(rf"(?:https?://)?@?(?P<domain>{_DOMAIN})/?")
_SENTENCES: Final = re.compile(r"[\n|·•]+|(?<=[.!?…])\s+")
_SPACES: Final = re.compile(r"[\s<>()\[\]{}|,;\"“”«»…]+")
_EDGES: Final = ".:!?'’*→⇒–—-"
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_LABELS: Final = re.compile(
    r"also|aussi|auch|on|sur|auf|bluesky|bsky|mastodon|masto|fediverse|fedi|me|moi|ici|here|find|"
    r"my|main|account|compte|konto|profile|profil|at|aka|link|social|follow|https?|www|and|et|und|"
    r"the|is|in|over|there"
)
"""Words of a line that says no more than where else somebody is."""
_WORDS_BESIDE: Final = 2
_OTHERS: Final = re.compile(
    r"(?<!\w)(?:wife|husband|spouse|partner|partners|girlfriend|boyfriend|fianc[eé]e?|friend|"
    r"friends|bestie|buddy|married|mum|mom|dad|mother|father|parent|sister|brother|daughter|son|"
    r"twin|co-?host\w*|with|w/|by|works? (?:at|for)|employer|employee|colleague|boss|team|band|"
    r"member|project|mod|moderator|admin|maintainer|fan|bot|not|no longer|impersonator|fake|"
    r"femme|mari|conjoint|conjointe|compagne|compagnon|copain|copine|ami|amie|amis|époux|épouse|"
    r"marié|mariée|mère|père|s[œo]e?ur|frère|fille|fils|avec|chez|projet|équipe|pas|"
    r"frau|mann|ehefrau|ehemann|partnerin|freund|freundin|verheiratet|mutter|vater|schwester|"
    r"bruder|mit|bei|nicht|esposa|esposo|marido|pareja|novia|novio|amiga|amigo|con|moglie|marito|"
    r"amica|amico|fidanzat[ao]|namorad[ao]|parceir[ao]|vrouw|vriend|vriendin|met)(?!\w)|"
    r"[💍💑👫👬👭❤💕💖]"
)
"""Words beside a link that is to somebody else."""
_BRIDGED: Final = re.compile(r"bridged from\s+(?:[^\s\w]+\s+)?(?P<page>https?://[^\s,\]]+)")
_DID_OF_COPY: Final = re.compile(r"https://bsky\.brid\.gy/ap/(?P<did>did:(?:plc|web):[\w.:-]+)")
_NOT_IN_HANDLES: Final = str.maketrans("_~", "--")
_PLAIN_USER: Final = re.compile(r"[a-z0-9]+")
LONG_ENOUGH: Final = 20
"""Characters of a bio: a shorter one may be the same by chance."""


@dataclass(frozen=True, slots=True)
class Match:
    """Two accounts that are one person's for certain, or perhaps: see `Proof.is_proof`.

    With `ONE_WAY`, `linking` is the account whose profile links to the other.
    """

    pair: Pair
    proof: Proof
    linking: AccountKey | None = None


def matches(accounts: Sequence[Account], active: Collection[AccountKey]) -> list[Match]:
    """The pairs among these accounts that are, or may be, one person's; each once, proofs first.

    `active` are those whose profiles are searched for links: a hint is about two of them.
    """
    usable = [
        account
        for account in accounts
        if account.is_in_use and Flag.UNDESCRIBED not in account.flags
    ]
    found: dict[Pair, Match] = {}
    searched = [account for account in usable if account.key in active]
    for match in (*_copies(usable), *_by_domain(usable), *_by_links(usable, searched)):
        found.setdefault(match.pair, match)
    for match in _alike(searched):
        found.setdefault(match.pair, match)
    return sorted(found.values(), key=lambda match: (not match.proof.is_proof, match.pair))


def _copies(accounts: Sequence[Account]) -> Iterator[Match]:
    """Copies that brid.gy makes, and what they are copies of."""
    by_source: defaultdict[str, list[Account]] = defaultdict(list)
    for account in accounts:
        for source in _sources(account):
            by_source[source].append(account)
    for source, some in by_source.items():
        for copy in some:
            if not copy.is_copy or source not in _copied_from(copy):
                continue
            of = [other for other in some if other.key != copy.key]
            originals = [other for other in of if not other.is_copy]
            if len(originals) > 1 or (not originals and len(of) > 1):
                continue  # a handle that changed hands, or two names that a bridge writes alike
            for other in originals or of:
                if _confirms(copy, other):
                    yield Match(pair_of(copy.key, other.key), Proof.BRIDGE)


def _sources(account: Account) -> set[str]:
    return _copied_from(account) if account.is_copy else _own_sources(account)


def _own_sources(account: Account) -> set[str]:
    if account.key.network is NetworkName.MASTODON:
        user, _, host = account.key.id.rpartition("@")
        return {f"fediverse {user.translate(_NOT_IN_HANDLES)}.{host}"}
    handle = _handle(account)
    return {account.key.id} | ({f"domain {handle}"} if handle else set())


def _copied_from(copy: Account) -> set[str]:
    if copy.key.network is NetworkName.BLUESKY:
        handle = _handle(copy) or ""
        if handle.endswith(".web.brid.gy"):
            return {f"domain {handle.removesuffix('.web.brid.gy')}"}
        return {f"fediverse {handle.removesuffix('.ap.brid.gy')}"} if handle else set()
    name, _, host = copy.key.id.rpartition("@")
    did = _DID_OF_COPY.fullmatch(copy.uri or "") if host == "bsky.brid.gy" else None
    return {did["did"]} if did else {f"domain {name}"}


def _confirms(copy: Account, original: Account) -> bool:
    """Whether a copy's name can mean this account only, or its bio says where it comes from.

    Of a name on the fediverse, a handle on Bluesky keeps neither `_` nor the `@`. The sentence that
    the bridge adds comes last, whatever the copied bio says.
    """
    if copy.key.network is NetworkName.MASTODON or original.key.network is NetworkName.BLUESKY:
        return True
    said = _BRIDGED.findall(copy.bio)
    if said:
        return not {f"page {_page(said[-1])}", *_named_by(said[-1].lower())}.isdisjoint(
            _names(original)
        )
    return original.is_copy or bool(_PLAIN_USER.fullmatch(original.key.id.rpartition("@")[0]))


def _by_domain(accounts: Sequence[Account]) -> Iterator[Match]:
    """Verified links to the root of exactly the domain that is a handle."""
    by_handle = _by_handle(accounts)
    for account in accounts:
        for link in account.verified:
            for other in by_handle.get(_root(link) or "", ()):
                if account.key.network is NetworkName.MASTODON and not account.is_copy:
                    yield Match(pair_of(account.key, other.key), Proof.DOMAIN)


def _by_links(accounts: Sequence[Account], searched: Sequence[Account]) -> Iterator[Match]:
    names: defaultdict[str, list[Account]] = defaultdict(list)
    for account in accounts:
        if not account.is_copy:
            for name in _names(account):
                names[name].append(account)
    for account in searched:
        if account.is_copy:
            continue
        for claim, is_own in claims(account).items():
            for other in names.get(claim, ()):
                if other.key != account.key:
                    yield _by_link(account, other, is_own=is_own)


def _by_link(account: Account, other: Account, *, is_own: bool | None) -> Match:
    pair, back = pair_of(account.key, other.key), claims(other)
    said = [is_own, *(back[name] for name in _names(account) if name in back)]
    if not said[1:]:
        return Match(pair, Proof.ONE_WAY, account.key)
    are_own = None not in said and (
        (is_own is True and True in said[1:]) or _share_a_name(account, other)
    )
    across = account.key.network is not other.key.network
    return Match(pair, Proof.LINKS if across and are_own else Proof.UNSURE_LINKS)


def claims(account: Account) -> Mapping[str, bool | None]:
    """What a profile links to, and whether as to an account of one's own.

    `True`: in a field, or in a sentence that says little else. `False`: in other words, which may
    speak of somebody else. `None`: beside a word that does. The names are those of `_names`.
    """
    return _claims(account.bio, account.fields, account.links)


@lru_cache(maxsize=8_192)
def _claims(
    bio: str, fields: tuple[tuple[str, str], ...], links: tuple[str, ...]
) -> Mapping[str, bool | None]:
    found: dict[str, bool | None] = {}
    lines = [(line, _is_label(line)) for line in _SENTENCES.split(bio)]
    lines += [(f"{name} {value}", True) for name, value in fields]
    for line, stands_alone in lines:
        text = visible(line).casefold()
        for token in _tokens(text):
            for name in _named_by(token):
                said = None if _OTHERS.search(text) else stands_alone
                found[name] = _weaker(found[name], said) if name in found else said
    for link in links:
        for name in _named_by(visible(link).casefold()):
            # A link that no text shows is one behind a word, such as a short handle.
            found.setdefault(name, None if _OTHERS.search(bio.casefold()) else False)
    return found


def _weaker(one: bool | None, other: bool | None) -> bool | None:  # noqa: FBT001 (see `claims`)
    return None if None in (one, other) else bool(one or other)


def _tokens(text: str) -> Iterator[str]:
    for part in _SPACES.split(text):
        token = part.strip(_EDGES)
        yield token
        if ":" in token and "://" not in token:  # bsky:alice.example
            yield token.rpartition(":")[2]


def _named_by(token: str) -> Iterator[str]:
    """The accounts that a word of a profile may mean: `bluesky alice.example`."""
    if page := _BLUESKY_PAGE.fullmatch(token) or _AT_URI.fullmatch(token):
        yield f"bluesky {page['id']}"
    elif found := _ADDRESS.fullmatch(token):
        yield f"mastodon {found['user']}@{found['host']}"
    elif root := _ROOT.fullmatch(token):
        yield f"bluesky {root['domain']}"
    elif token.startswith(("http", "acct:")) or "/@" in token:
        if found := _ADDRESS.fullmatch(account_name(token)):
            yield f"mastodon {found['user']}@{found['host']}"
        yield f"page {_page(token)}"


def _names(account: Account) -> list[str]:
    """What others may call an account in their profiles."""
    if account.key.network is NetworkName.BLUESKY:
        handle = _handle(account)
        return [f"bluesky {account.key.id}", *([f"bluesky {handle}"] if handle else [])]
    host = account.key.id.rpartition("@")[2]
    page = _page(account.url or "")
    at = page.partition("/")[0]
    # The pages of a server may be on a host below or above that of its accounts, not elsewhere.
    is_home = at == host or at.endswith(f".{host}")
    return [f"mastodon {account.key.id}", *([f"page {page}"] if is_home else [])]


def _page(url: str) -> str:
    return re.sub(r"^https?://", "", url.casefold()).rstrip("/")


def _root(url: str) -> str | None:
    """The domain whose root an address is; `None` for any other address."""
    try:
        parts = urlsplit(url.strip())
        is_root = (
            parts.scheme in {"https", "http"} and parts.path in {"", "/"} and parts.port is None
        )
    except ValueError:
        return None
    extra = parts.query or parts.fragment or "@" in parts.netloc
    return parts.netloc.lower() if is_root and not extra else None


def _handle(account: Account) -> str | None:
    """A handle on Bluesky, in lower case; `None` if it is not confirmed."""
    handle = account.handle.lower()
    is_valid = _HANDLE.fullmatch(handle) and not handle.endswith(".invalid")
    return handle if is_valid else None


def _by_handle(accounts: Iterable[Account]) -> Mapping[str, list[Account]]:
    found: defaultdict[str, list[Account]] = defaultdict(list)
    for account in accounts:
        if account.key.network is NetworkName.BLUESKY and (handle := _handle(account)):
            found[handle].append(account)
    return found


def _is_label(line: str) -> bool:
    """Whether a line says little more than an address."""
    rest = " ".join(
        part for part in _SPACES.split(line.casefold()) if not re.search(r"\w[.@/]\w", part)
    )
    words = [word for word in _WORD.findall(rest) if not _LABELS.fullmatch(word)]
    return len(words) <= _WORDS_BESIDE


def _share_a_name(one: Account, other: Account) -> bool:
    return bool(_name_words(one) & _name_words(other))


def _name_words(account: Account) -> set[str]:
    first = re.split(r"[@.]", account.handle.casefold().removeprefix("@"), maxsplit=1)[0]
    words = set(_WORD.findall(f"{seen(account.display_name).casefold()} {first}"))
    return {word for word in words if len(word) >= 3}  # noqa: PLR2004 (not of, la, de)


def _alike(accounts: Sequence[Account]) -> Iterator[Match]:
    """Accounts with the same name and bio."""
    by_profile: defaultdict[tuple[str, str], list[Account]] = defaultdict(list)
    for account in accounts:
        name = " ".join(seen(account.display_name).casefold().split())
        bio = " ".join(seen(account.bio).casefold().split())
        if name and len(bio) >= LONG_ENOUGH and not account.is_copy:
            by_profile[name, bio].append(account)
    for some in by_profile.values():
        for account, other in pairwise(some):
            yield Match(pair_of(account.key, other.key), Proof.SAME_PROFILE)
