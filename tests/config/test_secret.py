from __future__ import annotations

import os
import sys
from pathlib import Path
from types import ModuleType

import pytest

from bot.errors import ConfigError
from config.secrets.reference import SecretKind, SecretRef

FOLDER = Path("/etc/terrasse")
TOKEN = "mF9xQ2vB7kL0pR4tY8wZ1sD5gH3jN6cA"  # noqa: S105 (made up)
PLAIN = (
    "must say where the secret is kept: secrets do not belong in this file. Put it "
    'into a file of its own, chmod 600, and write "file:NAME" here '
    "(or env:VARIABLE, credential:NAME, keyring:SERVICE/USER)."
)

EMPTY = "is empty. For an account, terrasse login ACCOUNT fills it; else write the secret there."
MISSING = (
    "does not exist. For an account, terrasse login ACCOUNT makes it; else write the secret into "
    "it, and make it yours alone with chmod 600."
)


def secret_file(path: Path, content: bytes = b"s3cret\n", mode: int = 0o600) -> SecretRef:
    path.touch(mode=0o600)
    path.write_bytes(content)
    path.chmod(mode)
    return SecretRef.parse(f"file:{path}", FOLDER)


def complaint(ref: SecretRef, environ: dict[str, str] | None = None) -> str:
    with pytest.raises(ConfigError) as caught:
        ref.read(environ or {})
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "kind", "place"),
    [
        ("file:me.secret", SecretKind.FILE, "/etc/terrasse/me.secret"),
        ("file:/run/me.secret", SecretKind.FILE, "/run/me.secret"),
        ("file:~/me.secret", SecretKind.FILE, "/home/marie/me.secret"),
        ("env:BOT_SECRET", SecretKind.ENV, "BOT_SECRET"),
        ("credential:me.token", SecretKind.CREDENTIAL, "me.token"),
        ("keyring:https://bsky/me", SecretKind.KEYRING, "https://bsky/me"),
    ],
)
def test_a_secret_says_where_it_is_kept(
    text: str, kind: SecretKind, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", "/home/marie")

    assert SecretRef(kind, place) == SecretRef.parse(text, FOLDER)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", PLAIN),
        (TOKEN, PLAIN),
        ("abcd-efgh-ijkl-mnop", PLAIN),
        (f"token:{TOKEN}", PLAIN),
        ("flie:me.secret", f"{PLAIN} Did you mean “file:”?"),
        ("file:", 'must have the form "file:PATH".'),
        ("file:a\nb", "must name a file."),
        ("file:~nobody-of-that-name/x",
         "begins with ~, and that home directory is not known: write the whole path."),
        ("env:", 'must have the form "env:VARIABLE".'),
        (f"env:{TOKEN}=", 'must have the form "env:VARIABLE".'),
        ("credential:../shadow", 'must have the form "credential:NAME".'),
        ("credential:..", 'must have the form "credential:NAME".'),
        ("keyring:terrasse", 'must have the form "keyring:SERVICE/USER".'),
    ],
)  # fmt: skip
def test_anything_else_is_refused_and_never_repeated(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=r"^(must|begins)") as caught:
        SecretRef.parse(text, FOLDER)

    assert why == str(caught.value)


def test_a_secret_pasted_as_a_name_is_shown_nowhere() -> None:
    for scheme in ("file:", "env:", "credential:", "keyring:terrasse/"):
        ref = SecretRef.parse(scheme + TOKEN, FOLDER)

        assert TOKEN not in f"{ref} {ref!r} {complaint(ref)}"


@pytest.mark.parametrize("content", [b"s3cret", b"s3cret\n", b"s3cret\r\n"])
def test_a_file_is_read_less_its_last_newline(content: bytes, tmp_path: Path) -> None:
    ref = secret_file(tmp_path / "me.secret", content)

    ref.check()
    secret = ref.read({})

    assert secret.get_secret_value() == "s3cret"
    assert "s3cret" not in f"{secret!r} {secret} {ref!r}"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", EMPTY),
        (b"\n", EMPTY),
        (b"one\ntwo\n", "must be one line of text, and nothing else."),
        (b"\xff", "is not text in UTF-8."),
    ],
)
def test_a_file_that_holds_no_secret_is_refused(content: bytes, why: str, tmp_path: Path) -> None:
    ref = secret_file(tmp_path / "me.secret", content)

    assert f"The secret file:{tmp_path}/me.secret {why}" == complaint(ref)


def test_an_endless_file_is_refused(tmp_path: Path) -> None:
    ref = secret_file(tmp_path / "me.secret", b"s" * 70_000)

    expected = f"The secret file {tmp_path}/me.secret is too long to hold a secret."
    assert expected == complaint(ref)


def test_a_file_must_be_there_regular_and_ones_own(tmp_path: Path) -> None:
    missing = SecretRef.parse("file:missing", tmp_path)
    folder = SecretRef.parse("file:.", tmp_path)
    os.mkfifo(tmp_path / "pipe")
    pipe = SecretRef.parse("file:pipe", tmp_path)
    (tmp_path / "loop").symlink_to("loop")
    loop = SecretRef.parse("file:loop", tmp_path)
    shared = secret_file(tmp_path / "shared", mode=0o640)

    for ref, why in (
        (missing, MISSING),
        (folder, "is not a regular file: name a file of text."),
        (pipe, "is not a regular file: name a file of text."),
        (loop, "cannot be read: Too many levels of symbolic links."),
        (shared, "is open to other users: close it with chmod 600."),
    ):
        with pytest.raises(ConfigError) as caught:
            ref.check()

        assert f"The secret file {ref.place} {why}" == str(caught.value)
        assert str(caught.value) == complaint(ref)


def test_the_environment_holds_secrets() -> None:
    ref = SecretRef.parse("env:BOT_SECRET", FOLDER)

    ref.check()

    assert ref.read({"BOT_SECRET": "s3cret"}).get_secret_value() == "s3cret"
    assert complaint(ref) == (
        "The secret env:BOT_SECRET is missing: "
        "that environment variable is not set where terrasse runs."
    )
    assert (
        complaint(ref, {"BOT_SECRET": "\udcff"})
        == "The secret env:BOT_SECRET is not text in UTF-8."
    )


def test_systemd_passes_credentials(tmp_path: Path) -> None:
    secret_file(tmp_path / "token", mode=0o440)
    ref = SecretRef.parse("credential:token", FOLDER)

    ref.check()

    environ = {"CREDENTIALS_DIRECTORY": str(tmp_path)}
    assert ref.read(environ).get_secret_value() == "s3cret"
    assert complaint(ref) == (
        "The secret credential:token is out of reach: systemd passes it only to a unit that has "
        "LoadCredential=, and terrasse does not run in one."
    )


def test_the_keyring_is_an_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    ref = SecretRef.parse("keyring:terrasse/me", FOLDER)

    ref.check()

    assert complaint(ref) == (
        "The secret keyring:terrasse/me needs an extra: pip install 'terrasse[keyring]'."
    )


class FakeKeyring(ModuleType):
    class KeyringError(Exception):
        pass

    def get_password(self, service: str, user: str) -> str | None:
        if user == "locked":
            raise self.KeyringError
        return {("bsky/app", "me"): "s3cret"}.get((service, user))


def test_the_keyring_holds_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    fake = FakeKeyring("keyring")
    monkeypatch.setitem(sys.modules, "keyring", fake)
    monkeypatch.setitem(sys.modules, "keyring.errors", fake)

    ref = SecretRef.parse("keyring:bsky/app/me", FOLDER)
    assert ref.read({}).get_secret_value() == "s3cret"
    assert complaint(SecretRef.parse("keyring:bsky/nobody", FOLDER)) == (
        "The secret keyring:bsky/nobody is missing: "
        "add it with the command keyring set SERVICE USER."
    )
    assert complaint(SecretRef.parse("keyring:bsky/locked", FOLDER)) == (
        "The secret keyring:bsky/locked cannot be read: there is no keyring here, or it is locked."
    )
