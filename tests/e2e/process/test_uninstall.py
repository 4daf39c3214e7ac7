from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.bootstrap import no_daemon
from config.load import load
from tests.cli.setup.test_login import ME, configure
from tests.e2e.process.dialogue import Dialogue

if TYPE_CHECKING:
    from tests.cli.terminal import Terminal
    from tests.fakes.mastodon import Remote


@pytest.mark.usefixtures("browser")
def test_all_is_deleted_and_revoked_and_nothing_else(terminal: Terminal, server: Remote) -> None:
    configure(terminal, server.url)
    terminal.read("login", ME)
    terminal.read("collect")
    (terminal.folder / "elsewhere").mkdir()
    terminal.read("backup", str(terminal.folder / "elsewhere" / "old.db"))
    token = (terminal.folder / "me.secret").read_text()
    for name in ("notes.md", "calendar.ics"):
        (terminal.folder / name).write_text("mine")
    for name in ("terrasse.toml", "terrasse.toml.draft", "me.secret"):
        (terminal.folder / f".{name}.0123abcd.new").write_text("of a process that was killed")

    asked = terminal.type("uninstall")
    assert (2, True) == (asked.exit_code, "--yes" in asked.stderr)
    said = terminal.read("uninstall", "--yes")

    assert "terrasse.db" in said
    left = {path.name for path in terminal.folder.rglob("*") if path.is_file()}
    assert {"notes.md", "calendar.ics"} == left - {"browser", "browser.log"}
    configure(terminal, server.url)
    (terminal.folder / "me.secret").touch(mode=0o600)
    (terminal.folder / "me.secret").write_text(token)
    assert "does not accept the secret" in terminal.type("doctor").stdout


def test_a_config_file_that_is_linked_to_goes_too(terminal: Terminal) -> None:
    """Nobody was signed in: there is nothing to delete on the server."""
    (terminal.folder / "dotfiles").mkdir()
    terminal.write_config(f'[[watch]]\naccount = "{ME}"\nsecret = "file:me.secret"\n')
    config = terminal.folder / "terrasse.toml"
    config.rename(terminal.folder / "dotfiles" / "mine.toml")
    config.symlink_to("dotfiles/mine.toml")

    assert f"{ME} was not signed in.\n" == terminal.read("logout", ME)
    said = terminal.read("uninstall", "--yes")

    assert "dotfiles/mine.toml" in said
    assert "token" not in said
    assert [] == [path for path in terminal.folder.rglob("*") if not path.is_dir()]


def test_files_of_the_owner_s_beside_the_store_stay(village: Terminal) -> None:
    config = village.folder / "terrasse.toml"
    config.write_text(config.read_text().replace("terrasse.db", "t"))
    village.read("collect")
    village.read("backup", "later.db")
    village.read("restore", "later.db")
    village.read("planned", "amelie@village.example", "tomorrow", "12:30")
    mine = {"todo.txt", "t.txt", "t.old", "meetings/party.ics", "sessions/notes.md"}
    for name in mine:
        (village.folder / name).parent.mkdir(exist_ok=True)
        (village.folder / name).write_text("mine")

    village.read("uninstall", "--yes")

    left = (path for path in village.folder.rglob("*") if path.is_file())
    assert mine == {str(path.relative_to(village.folder)) for path in left}


def test_meetings_in_a_folder_of_the_owner_s_are_deleted_and_nothing_else(
    village: Terminal,
) -> None:
    mine = village.folder / "calendar" / "party.ics"
    mine.parent.mkdir()
    mine.write_text("mine")
    with (village.folder / "terrasse.toml").open("a") as config:
        config.write('[meetings]\nics = "calendar"\n')
    village.read("collect")
    village.read("planned", "amelie@village.example", "tomorrow", "12:30")
    village.read("run", "--once")
    ours = [path for path in mine.parent.iterdir() if path != mine]
    assert len(ours) == 1

    said = village.read("uninstall", "--yes")

    assert str(ours[0]) in said
    assert [mine] == list(mine.parent.iterdir())


@pytest.mark.parametrize(("answer", "stays"), [("n", True), ("", True), ("y", False)])
def test_it_asks_first(village: Terminal, *, answer: str, stays: bool) -> None:
    village.read("collect")

    dialogue = Dialogue(village.folder, "uninstall").answer("Delete all of these?", answer)

    assert dialogue.ended() == (1 if stays else 0)
    assert stays is (village.folder / "terrasse.toml").exists()
    assert stays is (village.folder / "terrasse.db").exists()


def test_a_daemon_that_runs_is_not_robbed(village: Terminal) -> None:
    village.read("collect")
    with no_daemon(load(village.folder / "terrasse.toml")):
        result = village.type("uninstall", "--yes")

    assert 2 == result.exit_code
    assert (village.folder / "terrasse.db").exists()
