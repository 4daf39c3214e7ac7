"""What a test can do to a server in a process of its own: HTTP, behind a secret."""

from __future__ import annotations

from datetime import datetime, timedelta
from hmac import compare_digest
from typing import TYPE_CHECKING, Any, Protocol

from starlette.responses import JSONResponse, Response

from tests.fakes.mastodon.faults import Mode

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from tests.fakes.mastodon.model.account import Account
    from tests.fakes.mastodon.model.status import Status
    from tests.fakes.mastodon.server import Mastodon

PATH = "/.control/"
HEADER = "x-control-secret"

_Arguments = dict[str, Any]


class _Movable(Protocol):
    def advance(self, by: timedelta) -> None: ...


class Control:
    """Acts on a server: `POST /.control/ACT` with a JSON object; what it answers is JSON.

    People are named by their address, statuses by their id.
    """

    def __init__(self, server: Mastodon, secret: str) -> None:
        self._server = server
        self._secret = secret
        self._acts: dict[str, Callable[[_Arguments], Any]] = {
            "sign_up": self._sign_up,
            "meet": self._meet,
            "rename": self._rename,
            "move": self._move,
            "token": self._token,
            "post": self._post,
            "edit": self._edit,
            "delete": self._delete,
            "favourite": self._favourite,
            "boost": self._boost,
            "follow": self._follow,
            "block": self._block,
            "mute": self._mute,
            "fault": self._fault,
            "mend": self._mend,
            "advance": self._advance,
            "limits": self._limits,
            "forget_keys": self._forget_keys,
            "statuses": self._statuses,
        }

    @staticmethod
    def concerns(request: Request) -> bool:
        """Whether it is for the control and not for Mastodon."""
        return request.url.path.startswith(PATH)

    async def answer(self, request: Request) -> Response:
        """Do it."""
        if not compare_digest(request.headers.get(HEADER, ""), self._secret):
            return Response(status_code=403)
        act = self._acts.get(request.url.path.removeprefix(PATH))
        if act is None:
            return Response(status_code=404)
        self._server.world.settle()
        return JSONResponse(act(await request.json()))

    def _sign_up(self, given: _Arguments) -> dict[str, str]:
        return self._named(self._server.sign_up(**given))

    def _meet(self, given: _Arguments) -> dict[str, str]:
        return self._named(self._server.meet(**given))

    def _rename(self, given: _Arguments) -> None:
        """Let an account have another name, as no Mastodon does but other servers do."""
        self._who(given["who"]).username = given["username"]

    def _move(self, given: _Arguments) -> None:
        """Let an account say that it has moved to another."""
        self._who(given["who"]).moved_to = self._who(given["to"])

    def _named(self, account: Account) -> dict[str, str]:
        return {"id": str(account.id), "acct": account.acct}

    def _token(self, given: _Arguments) -> str:
        return self._server.token(self._who(given["who"]), *given.get("scopes", []))

    def _post(self, given: _Arguments) -> str:
        draft = {**given}
        author, text, at = self._who(draft.pop("who")), draft.pop("text"), _at(draft)
        for name in ("reply_to", "quoting"):
            if name in draft:
                draft[name] = self._what(draft[name])
        return str(self._server.post(author, text, at=at, **draft).id)

    def _edit(self, given: _Arguments) -> None:
        self._server.edit(self._what(given["status"]), given["text"], at=_at(given))

    def _delete(self, given: _Arguments) -> None:
        self._server.delete(self._what(given["status"]))

    def _favourite(self, given: _Arguments) -> None:
        who, status = self._who(given["who"]), self._what(given["status"])
        self._server.favourite(who, status, at=_at(given))

    def _boost(self, given: _Arguments) -> str:
        who, status = self._who(given["who"]), self._what(given["status"])
        return str(self._server.boost(who, status, at=_at(given)).id)

    def _follow(self, given: _Arguments) -> None:
        who, whom = self._who(given["who"]), self._who(given["whom"])
        self._server.follow(who, whom, at=_at(given))

    def _block(self, given: _Arguments) -> None:
        self._server.block(self._who(given["who"]), self._who(given["whom"]))

    def _mute(self, given: _Arguments) -> None:
        self._server.mute(self._who(given["who"]), self._who(given["whom"]))

    def _fault(self, given: _Arguments) -> None:
        arguments = {**given}
        self._server.faults.add(Mode(arguments.pop("mode")), **arguments)

    def _mend(self, _given: _Arguments) -> None:
        self._server.faults.clear()

    def _advance(self, given: _Arguments) -> str:
        clock: Any = self._server.world.clock
        movable: _Movable = clock
        movable.advance(timedelta(seconds=given["seconds"]))
        return self._server.world.now().isoformat()

    def _limits(self, given: _Arguments) -> None:
        self._server.limits.is_on = bool(given["on"])

    def _forget_keys(self, _given: _Arguments) -> None:
        self._server.world.keys.forget()

    def _statuses(self, given: _Arguments) -> list[dict[str, Any]]:
        """The plain truth of what somebody said, for a test to count."""
        return [
            {
                "id": str(status.id),
                "text": status.text,
                "visibility": status.visibility,
                "to": [account.acct for account in status.addressed],
                "at": status.created_at.isoformat(),
            }
            for status in self._server.world.statuses.by(self._who(given["who"]))
        ]

    def _who(self, acct: str) -> Account:
        account = self._server.world.find(acct)
        if account is None:
            raise LookupError(acct)
        return account

    def _what(self, status: str) -> Status:
        found = self._server.world.statuses.get(int(status))
        if found is None:
            raise LookupError(status)
        return found


def _at(given: _Arguments) -> datetime | None:
    written = given.pop("at", None)
    return None if written is None else datetime.fromisoformat(written)
