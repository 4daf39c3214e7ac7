"""Everything that Terrasse raises on purpose.

::

    TerrasseError                  exit code 1: a failure of ours
    ├── UserError                  exit code 2: wrong usage or config, the owner can mend it
    │   ├── ConfigError            the config file, a secret, a path that it names
    │   ├── TemplateError          a template that the owner wrote
    │   └── ImpossibleError        what was asked, as things stand
    │       └── UnknownPersonError nobody (or more than one) answers to that name
    ├── StoreError                 the database
    │   ├── StoreUnavailableError  unwritable, locked, full, damaged
    │   ├── FutureStoreError       written by a later version of Terrasse
    │   └── StoreInUseError        exit code 2: another daemon works on it
    ├── UnexpectedError            a defect of ours, which cost one account, person or message
    ├── CalendarError              exit code 3: a calendar cannot be read, a meeting not be kept
    └── NetworkError               exit code 3: the network or the account
        ├── UnreachableError       no connection, a time-out, a 5xx: worth another try
        ├── RateLimitedError       not before `until`
        ├── SignInError            the secret is not accepted (any more)
        │   └── WrongAccountError  exit code 2: it signs in another account than the config names
        ├── RefusedError           a definite no of the server to this one request
        │   └── ClosedError        the recipient takes no messages from this account
        ├── UncertainError         the request may or may not have had its effect
        └── UndeliveredError       a message is not out yet, or will not go out

The message of each is for the owner: what happened, why, and what to do, in one or two
sentences. None of them is shown with a traceback. A message may cite a server, a file or what
was typed, so `bot.domain.safety.outside` cleans it when the error is made.

Each is made of a `marked` sentence and the values for its `{…}`: as a string it is English, which
logs keep to; `Catalogue.tell` says it in the owner's language.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from bot.domain.safety.outside import safe
from bot.domain.sentence import Sentence, marked

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


Closed = Literal["followed-only", "nobody", "blocked", "no-replies"]
"""Why somebody takes no messages: only from those they follow, from nobody, for a block of either
of the two; or why they take no reply to that post: they let others answer it, or nobody."""


class TerrasseError(Exception):
    """Any error that Terrasse raises on purpose."""

    exit_code: ClassVar[int] = 1
    has_lines: ClassVar[bool] = False
    """Whether the message may have several lines."""

    def __init__(self, sentence: str = "", /, **values: object) -> None:
        self.said = _safe(sentence, values, lines=self.has_lines)
        super().__init__(safe(self.said, lines=self.has_lines))


class UnfitError(ValueError):
    """What was written cannot be used; the message goes on from what it was written for."""

    def __init__(self, sentence: str, /, **values: object) -> None:
        self.said = _safe(sentence, values)
        super().__init__(self.said)


class UserError(TerrasseError):
    """The owner asked for something that cannot be done as asked."""

    exit_code = 2
    has_lines = True


class ConfigError(UserError):
    """The config file, or something that it names, cannot be used."""


class TemplateError(UserError):
    """A template that the owner wrote cannot be used.

    `line` is `None` where no single one is at fault. `problem` is what is wrong.
    """

    def __init__(self, file: str, line: int | None, problem: str, /, **values: object) -> None:
        self.file = safe(file)
        self.line = line
        self.problem = _safe(problem, values)
        if line is None:
            super().__init__(marked("{file}: {problem}"), file=file, problem=self.problem)
        else:
            sentence = marked("{file}, line {line}: {problem}")
            super().__init__(sentence, file=file, line=line, problem=self.problem)


class ImpossibleError(UserError):
    """What the owner asks cannot be done as things stand; nothing was done."""


class UnknownPersonError(ImpossibleError):
    """Nobody, or more than one person, answers to that name."""


class StoreError(TerrasseError):
    """The store cannot do what was asked."""


class StoreUnavailableError(StoreError):
    """The store cannot be opened, read or written."""


class FutureStoreError(StoreError):
    """The store was written by a later version of Terrasse."""


class StoreInUseError(StoreError):
    """Another daemon works on the store."""

    exit_code = 2


class UnexpectedError(TerrasseError):
    """An unexpected exception about one item; it was recorded, and the round went on."""


class CalendarError(TerrasseError):
    """A calendar of the owner's cannot be read, or a planned meeting not be written down."""

    exit_code = 3


class NetworkError(TerrasseError):
    """A network, or the account on it, cannot do what was asked."""

    exit_code = 3


class UnreachableError(NetworkError):
    """No answer, or a 5xx: the same request may work later."""


class RateLimitedError(NetworkError):
    """The server asks for no request before `until`."""

    def __init__(self, sentence: str, /, *, until: datetime, **values: object) -> None:
        super().__init__(sentence, **values)
        self.until = until


class SignInError(NetworkError):
    """The server does not accept the secret."""


class WrongAccountError(SignInError):
    """The secret signs in another account than the config names: nothing is done with it.

    `configured` is the account as the config names it, `signed_in` the one that the secret is of.
    """

    exit_code = 2

    def __init__(self, *, configured: str, signed_in: str) -> None:
        super().__init__(
            marked(
                "The secret of {configured} signs in {signed_in}, so nothing is read or sent with "
                "it. Sign in as {configured} (terrasse login {configured}), or name {signed_in} in "
                "the config."
            ),
            configured=configured,
            signed_in=signed_in,
        )
        self.configured = configured
        self.signed_in = signed_in


class RefusedError(NetworkError):
    """A definite no to this request: the same request will never work."""


class ClosedError(RefusedError):
    """The recipient takes no messages from this account; `closed` is why, as a stable code."""

    def __init__(self, sentence: str, /, *, closed: Closed, **values: object) -> None:
        super().__init__(sentence, **values)
        self.closed = closed


class UncertainError(NetworkError):
    """The request left, its answer did not arrive: it may have had its effect."""


class UndeliveredError(NetworkError):
    """A message of ours is not out yet, or will not go out."""


def _safe(sentence: str, values: Mapping[str, object], *, lines: bool = True) -> Sentence:
    """The sentence with clean values: people's names may stand in isolates, as drafts have them."""
    if isinstance(sentence, Sentence):
        return _safe(sentence.text, sentence.values, lines=lines)
    clean = {name: _safe_value(value, lines=lines) for name, value in values.items()}
    return Sentence(sentence, **clean)


def _safe_value(value: object, *, lines: bool) -> object:
    if isinstance(value, TerrasseError | UnfitError):
        value = value.said
    if isinstance(value, Sentence):
        return _safe(value.text, value.values, lines=lines)
    return value if isinstance(value, int | float) else safe(str(value), lines=lines, isolates=True)
