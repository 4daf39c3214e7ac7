"""An account of the lab's PDS."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.e2e.labs.xrpc import JsonObject, Xrpc


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody, signed in with the account's own password: `pds` acts as them."""

    did: str
    handle: str
    password: str
    pds: Xrpc = field(repr=False)

    @classmethod
    def create(cls, url: str, handle: str, password: str = "correct horse") -> Account:  # noqa: S107 (invented)
        """Sign up. The first label of a handle has 3 characters or more; it ends in `.test`."""
        created = Xrpc(url).call(
            "com.atproto.server.createAccount",
            {"handle": handle, "email": f"{handle}@example.org", "password": password},
        )
        return cls(created["did"], handle, password, Xrpc(url, created["accessJwt"]))

    def app_password(self, name: str, *, messages: bool) -> str:
        """Make a password for an app, with or without access to direct messages."""
        made = self.pds.call(
            "com.atproto.server.createAppPassword", {"name": name, "privileged": messages}
        )
        return str(made["password"])

    def write(self, collection: str, record: JsonObject, rkey: str | None = None) -> JsonObject:
        """Create a record; the answer holds `uri` and `cid`."""
        body: JsonObject = {
            "repo": self.did,
            "collection": collection,
            "record": {"$type": collection, **record},
        }
        if rkey is not None:
            body["rkey"] = rkey
        return self.pds.call("com.atproto.repo.createRecord", body)
