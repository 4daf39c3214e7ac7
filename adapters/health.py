"""Whether the daemon is well: a file that says so, and a monitor that is told."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from bot import regular_file
from bot.domain.sentence import marked, reason
from bot.errors import RefusedError, StoreUnavailableError

if TYPE_CHECKING:
    from pathlib import Path

    from adapters.http import Client

DEADLINE: Final = 10.0
"""Seconds that the monitor has to answer."""
_LONGEST_ANSWER: Final = 10_000
_LARGEST: Final = 200
_FINE: Final = range(200, 300)


class Ended(NamedTuple):
    """When the last round ended (UTC), and whether all of it went well."""

    at: datetime
    fine: bool


class HealthFile:
    """The file at `path`. It names nobody, and is replaced as a whole.

    Programs read it: there are no words in it, in any language.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> Ended | None:
        """How the last round ended; `None` if none has.

        Raises:
            StoreUnavailableError: it cannot be read, or does not say.
        """
        try:
            match json.loads(regular_file.read(self.path, _LARGEST)):
                case {"at": str(at), "fine": bool(fine)}:
                    return Ended(datetime.fromisoformat(at).astimezone(UTC), fine)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, OverflowError) as error:
            raise StoreUnavailableError(
                marked("The file {path} cannot be read: {said}."), path=self.path, said=error
            ) from error
        raise StoreUnavailableError(
            marked("The file {path} does not say how the last round ended."), path=self.path
        )

    def write(self, ended: Ended) -> None:
        """Replace the file.

        Raises:
            StoreUnavailableError: it cannot be written; the old one stays.
        """
        new = self.path.with_name(f"{self.path.name}.new")
        try:
            report = json.dumps({"at": ended.at.isoformat(), "fine": ended.fine})
            regular_file.write(new, report.encode("ascii"))
            new.replace(self.path)
        except OSError as error:
            raise StoreUnavailableError(
                marked("The file {path} cannot be written: {why}."),
                path=self.path,
                why=reason(error),
            ) from error


class Monitor:
    """A check of healthchecks.io, or of a monitor like it (https://healthchecks.io/docs/http_api/).

    Args:
        client: guarded, for this address.
        address: the secret one of the check.
    """

    def __init__(self, client: Client, address: str) -> None:
        self._client = client
        self._address = address

    async def tell(self, *, fine: bool) -> None:
        """Tell it that a round ended.

        Raises:
            NetworkError: it could not be told.
        """
        url = self._address if fine else f"{self._address}/fail"
        answer = await self._client.get(url, deadline=DEADLINE, max_bytes=_LONGEST_ANSWER)
        if answer.status not in _FINE:
            raise RefusedError(marked("The monitor answers with {status}."), status=answer.status)
