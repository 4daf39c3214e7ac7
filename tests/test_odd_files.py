"""Whatever the owner names may be a named pipe, a device or a loop: nothing waits for it."""

from __future__ import annotations

import os
import signal
import socket
import stat
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

import anyio
import pytest

from adapters.bluesky.client.session import Session, SessionFile
from adapters.calendar.shelf import FolderShelf
from adapters.calendar.sources import FileSource
from adapters.messenger.file import FileMessenger
from adapters.store.engine import make_sure_private
from adapters.templates import FolderTemplates
from bot import regular_file
from bot.errors import (
    CalendarError,
    ConfigError,
    SignInError,
    StoreUnavailableError,
    TemplateError,
    TerrasseError,
    UnreachableError,
)
from bot.ports import Message
from bot.text.draft.brief import BriefKind
from bot.text.draft.values import values
from config import writing
from config.load import load
from config.secrets import file as secret_file
from config.secrets.reference import SecretRef
from tests.cli.terminal import CONFIG, Terminal
from tests.text.draft.briefs import brief

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

pytestmark = pytest.mark.anyio
SECONDS = 10.0
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def pipe(path: Path) -> None:
    os.mkfifo(path, 0o600)


def listening(path: Path) -> None:
    # By a short name: addresses of sockets may have no more than some hundred bytes.
    before = Path.cwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(before)
    path.chmod(0o600)


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def terminal(path: Path) -> None:
    path.symlink_to("/dev/tty")


def loop(path: Path) -> None:
    path.symlink_to(path.name)


def folder(path: Path) -> None:
    path.mkdir(mode=0o700)


ODD = [pipe, listening, device, terminal, loop, folder]


async def template(path: Path) -> None:
    await FolderTemplates(path.parents[1]).render("en", BriefKind.COFFEE, [values(brief())])


async def calendar(path: Path) -> None:
    await FileSource(path).texts(NOW, NOW)


async def meeting(path: Path) -> None:
    await FolderShelf(path.parent).put("file", b"BEGIN:VCALENDAR")


async def digest_sent(path: Path) -> None:
    await FileMessenger().send(Message("direct", str(path), "Hello r1", "k1", "r1"))


async def digest_read_back(path: Path) -> None:
    await FileMessenger().find_sent(Message("direct", str(path), "Hello r1", "k1", "r1"), NOW)


async def session_read(path: Path) -> None:
    SessionFile(path.parent, "file").read()


async def session_held(path: Path) -> None:
    async with SessionFile(path.parent, "file").held():
        pass


async def config(path: Path) -> None:
    load(path)


async def secret(path: Path) -> None:
    SecretRef.parse("file:file.ics", path.parent).read({})


async def store(path: Path) -> None:
    make_sure_private(path)


NAMED: dict[str, tuple[Callable[[Path], Awaitable[None]], str, type[TerrasseError]]] = {
    "template": (template, "en/coffee.txt", TemplateError),
    "calendar": (calendar, "file.ics", CalendarError),
    "meeting": (meeting, "file.ics", CalendarError),
    "digest to send": (digest_sent, "file.md", UnreachableError),
    "digest to read back": (digest_read_back, "file.md", UnreachableError),
    "session": (session_read, "file.json", SignInError),
    "lock of a session": (session_held, "file.lock", SignInError),
    "config": (config, "file.toml", ConfigError),
    "secret": (secret, "file.ics", ConfigError),
    "store": (store, "file.db", StoreUnavailableError),
}


@pytest.mark.parametrize(
    ("named", "odd"),
    # A link that leads nowhere is replaced by the meeting.
    [(named, odd) for named in NAMED for odd in ODD if (named, odd) != ("meeting", loop)],
)
async def test_what_is_no_regular_file_is_refused_at_once(
    tmp_path: Path, named: str, odd: Callable[[Path], None]
) -> None:
    use, name, error = NAMED[named]
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    odd(path)

    with anyio.fail_after(SECONDS), pytest.raises(error) as caught:
        await use(path)

    assert "\n" not in str(caught.value)
    assert type(caught.value) is error


@pytest.mark.parametrize("name", [".file.ics.new", ".file.md.new"])
async def test_what_lies_where_a_new_file_is_begun_is_not_waited_for(
    tmp_path: Path, name: str
) -> None:
    pipe(tmp_path / name)

    with anyio.fail_after(SECONDS), pytest.raises(TerrasseError):
        await (meeting if "ics" in name else digest_sent)(tmp_path / name[1:-4])


async def test_the_address_of_digests_is_looked_at_beforehand(tmp_path: Path) -> None:
    pipe(tmp_path / "file.md")

    obstacle = await FileMessenger().obstacle(str(tmp_path / "file.md"))

    assert obstacle is not None
    assert f"{tmp_path}/file.md is not a regular file: name another one." == obstacle.said
    assert await FileMessenger().obstacle(str(tmp_path / "other.md")) is None


@pytest.mark.parametrize("odd", [pipe, loop, device])
def test_the_command_line_says_in_a_line_what_is_wrong(
    tmp_path: Path, odd: Callable[[Path], None]
) -> None:
    odd(tmp_path / "terrasse.toml")

    result = Terminal(tmp_path).type("--config", str(tmp_path / "terrasse.toml"), "people")

    assert (2, 1) == (result.exit_code, result.stderr.count("\n"))
    assert "terrasse.toml cannot be read: " in result.stderr


def test_doctor_goes_on_past_a_pipe_among_the_templates(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "templates" / "en").mkdir(parents=True)
    pipe(tmp_path / "templates" / "en" / "coffee.txt")
    (tmp_path / "templates" / "fr").symlink_to("fr")
    terminal = Terminal(tmp_path)
    terminal.write_config(CONFIG + '\n[invitation]\ntemplates = "templates"\n')

    result = terminal.type("doctor", "--offline")

    assert "!!  template en/coffee.txt: en/coffee.txt: it is not a regular file." in result.stdout
    assert "Traceback" not in result.output


def test_a_file_that_is_made_is_its_owners_alone(tmp_path: Path) -> None:
    handle = regular_file.opened(tmp_path / "new", os.O_WRONLY | os.O_CREAT)
    os.close(handle)

    assert 0o600 == stat.S_IMODE((tmp_path / "new").stat().st_mode)


@pytest.mark.parametrize(("most", "found"), [(-1, b"hello"), (3, b"hel")])
def test_a_regular_file_is_read(tmp_path: Path, most: int, found: bytes) -> None:
    (tmp_path / "file").write_bytes(b"hello")

    assert found == regular_file.read(tmp_path / "file", most)


def save_config(path: Path) -> None:
    writing.replace(path, path.read_bytes(), b"new")


def save_secret(path: Path) -> None:
    secret_file.write(path, "new")


def save_session(path: Path) -> None:
    SessionFile(path.parent, path.stem).write(Session())


def killed(save: Callable[[Path], None], path: Path) -> None:
    """Have a process of its own killed as it is about to put the new file in its place."""
    child = os.fork()
    if child == 0:
        try:
            with patch.object(Path, "replace", lambda *_: os.kill(os.getpid(), signal.SIGKILL)):
                save(path)
        finally:
            os._exit(1)
    assert signal.SIGKILL == os.WTERMSIG(os.waitpid(child, 0)[1])


@pytest.mark.parametrize("save", [save_config, save_secret, save_session])
def test_what_a_killed_process_left_is_deleted_with_the_next_save(
    tmp_path: Path, save: Callable[[Path], None]
) -> None:
    path = tmp_path / "me.json"
    path.write_bytes(b"old")
    killed(save, path)
    (left,) = regular_file.left_beside(path)
    assert b"old" == path.read_bytes()

    save(path)
    assert left.exists()  # another process may be writing it just now
    age(left)
    save(path)

    assert [path] == list(tmp_path.iterdir())
    assert b"old" != path.read_bytes()


def test_a_sign_in_that_ends_leaves_nothing_of_itself(tmp_path: Path) -> None:
    path = tmp_path / "me.json"
    path.write_bytes(b"old")
    killed(save_session, path)

    SessionFile(tmp_path, "me").delete()

    assert [] == list(tmp_path.iterdir())


def test_nothing_else_is_deleted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, name = tmp_path / "a.toml", ".a.toml.0123abcd.new"
    others = ["b.toml", ".a.toml.new", ".a.toml.0123abcd", ".a.toml.0123ABCD.new", f"x{name}"]
    for other in (*others, ".b.toml.0123abcd.new", ".axtoml.0123abcd.new"):
        (tmp_path / other).touch()
        age(tmp_path / other)
    (tmp_path / name).symlink_to("b.toml")
    (tmp_path / name.replace("0", "1")).mkdir()
    pipe(tmp_path / name.replace("0", "2"))
    before = set(tmp_path.iterdir())

    save_secret(path)
    assert {*before, path} == set(tmp_path.iterdir())

    of_another_user = tmp_path / name.replace("0", "3")
    of_another_user.touch()
    age(of_another_user)
    monkeypatch.setattr(os, "geteuid", lambda: of_another_user.stat().st_uid + 1)
    save_secret(path)
    assert of_another_user.exists()


def age(path: Path) -> None:
    os.utime(path, (0, 0), follow_symlinks=False)
