"""What the pages work with: the owner's context, who may come in, and what was said last."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import structlog

from bot.web.ranking import Rankings

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from starlette.requests import Request

    from bot.errors import TerrasseError
    from bot.ports import Unit
    from bot.services.context import Context
    from bot.services.obey.marks import Latest
    from bot.web.entrance import Entrance
    from bot.web.guard import Address
    from bot.web.ranking import Ranking
    from config.models.settings import Settings

_log: Final = structlog.get_logger("terrasse")
_NOTED_FOR: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Said:
    """The answer to an action, for the next page that is shown in the same session.

    `undo` is the decision that it was, which can be undone.
    """

    text: str
    is_refusal: bool = False
    undo: Latest | None = None


def _keep() -> None:
    """Leave the context as it is: there is nothing to read it from."""


@dataclass(frozen=True, slots=True)
class Site:
    """One owner's page. The invented village has no `settings`.

    `current` gives the context as it is for each request.
    """

    current: Callable[[], Context]
    entrance: Entrance
    address: Address
    settings: Settings | None = None
    config: Path | None = None
    """The config file that the settings are from."""
    said: dict[str, Said] = field(default_factory=dict)
    """By cookie; what is shown once is taken out."""
    renew: Callable[[], None] = _keep
    """Has `current` go by the config file as it is now."""
    rankings: Rankings = field(default_factory=Rankings)
    followers: set[object] = field(default_factory=set)
    """One for each connection that follows the progress of a first reading."""
    noted: dict[str, datetime] = field(default_factory=dict)
    """When a problem was last written down."""

    @property
    def context(self) -> Context:
        """The context as it is now."""
        return self.current()

    def note(self, problem: TerrasseError) -> None:
        """Write down for the owner, on this machine, what whoever asked is not told.

        The same is written once in a while only, as anybody may ask any number of times.
        """
        said, now = str(problem), self.context.clock.now()
        before = self.noted.get(said)
        if before is None or now - before >= _NOTED_FOR:
            self.noted[said] = now
            _log.error("page", problem=said)


def site_of(request: Request) -> Site:
    """The site that a request is for."""
    site: Site = request.app.state.site
    return site


async def current_ranking(request: Request, context: Context, unit: Unit) -> Ranking:
    """The ranking for the page that is asked for: see `Rankings.current`."""
    return await site_of(request).rankings.current(context, unit)
