"""How a request fails: in httpx's terms below, in ours above.

::

    httpx.NetworkError
    ├── UnsentError(httpx.ConnectError)    it had no effect
    │   └── ForbiddenError                 and never will: the guard says no
    └── UnansweredError(httpx.ReadError)   it left: it may have had its effect
        └── OversizedError                 the answer is larger than allowed

The guarded transport raises only these, each with a `Sentence`. They are httpx's own kind because
SDKs that send through it know httpx and nothing of Terrasse; `translated` finds them again under
whatever an SDK made of them.

====================  ====================  ====================
raised by transport   with effect           without effect (GET)
====================  ====================  ====================
`UnsentError`         `UnreachableError`    `UnreachableError`
`ForbiddenError`      `RefusedError`        `RefusedError`
`UnansweredError`     `UncertainError`      `UnreachableError`
`OversizedError`      `UncertainError`      `RefusedError`
====================  ====================  ====================
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import httpx

from bot.domain.sentence import marked
from bot.errors import NetworkError, RefusedError, UncertainError, UnreachableError

if TYPE_CHECKING:
    from collections.abc import Iterator


class UnsentError(httpx.ConnectError):
    """Nothing of the request left: no address, no connection, no trust, no time."""


class ForbiddenError(UnsentError):
    """The guard does not let this request, or the redirect of a GET, go where it would go."""


class UnansweredError(httpx.ReadError):
    """The request left, and no whole and readable answer came back in time."""


class OversizedError(UnansweredError):
    """The answer is larger than the request allows."""


def translated(error: BaseException, *, effect: bool) -> NetworkError | None:
    """What a failure means for Terrasse, or `None` when the transport did not cause it.

    Looks through the causes and contexts of `error`, so that whatever an SDK raised in place
    of the transport's failure can be given. `effect` says whether the request was meant to
    change something: only then does it matter whether it left.
    """
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, UnsentError | UnansweredError):
            return _meaning(cause, effect=effect)
        cause = cause.__cause__ or cause.__context__
    return None


@contextmanager
def translating(*, effect: bool) -> Iterator[None]:
    """Let the transport's failures out as Terrasse's errors."""
    try:
        yield
    except (UnsentError, UnansweredError) as error:
        raise _meaning(error, effect=effect) from error


def _meaning(error: UnsentError | UnansweredError, *, effect: bool) -> NetworkError:
    said = error.args[0]
    if isinstance(error, ForbiddenError):
        return RefusedError(said)
    if isinstance(error, UnsentError):
        return UnreachableError(said)
    if effect:
        return UncertainError(
            marked("{said} The request may have gone through nevertheless."), said=said
        )
    if isinstance(error, OversizedError):
        return RefusedError(said)
    return UnreachableError(said)
