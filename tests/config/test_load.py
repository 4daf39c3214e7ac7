from __future__ import annotations

import os
import pwd
from pathlib import Path

import pytest

from bot.errors import ConfigError
from config.find import find, language_of
from config.load import load
from config.paths import xdg_directory


@pytest.fixture(autouse=True)
def working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def touch(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    return path


@pytest.mark.parametrize("home", [None, "", "relative/home"])
def test_a_home_that_is_no_whole_path_is_not_taken(home: str | None) -> None:
    environ = {} if home is None else {"HOME": home}
    ours = Path(pwd.getpwuid(os.getuid()).pw_dir) / ".config" / "terrasse"

    assert ours == xdg_directory("XDG_CONFIG_HOME", ".config", environ)


def test_the_config_is_looked_for_from_the_nearest_to_the_farthest(tmp_path: Path) -> None:
    environ = {"HOME": str(tmp_path / "home")}
    assert find(None, environ) is None

    at_home = touch(tmp_path / "home/.config/terrasse/terrasse.toml")
    assert find(None, environ) == at_home

    environ["XDG_CONFIG_HOME"] = "relative/is/ignored"
    assert find(None, environ) == at_home

    environ["XDG_CONFIG_HOME"] = str(tmp_path / "xdg")
    assert find(None, environ) is None

    in_xdg = touch(tmp_path / "xdg/terrasse/terrasse.toml")
    assert find(None, environ) == in_xdg

    here = touch(Path("terrasse.toml"))
    assert find(None, environ) == here

    environ["TERRASSE_CONFIG"] = str(touch(tmp_path / "env.toml"))
    assert find(None, environ) == tmp_path / "env.toml"

    explicit = touch(tmp_path / "explicit.toml")
    assert find(explicit, environ) == explicit


def test_a_config_that_is_named_must_be_there(tmp_path: Path) -> None:
    missing = tmp_path / "missing.toml"

    with pytest.raises(ConfigError) as caught:
        find(missing, {})
    assert str(caught.value) == f"{missing} does not exist: --config must name a config file."

    with pytest.raises(ConfigError) as caught:
        find(None, {"TERRASSE_CONFIG": str(missing)})
    assert (
        str(caught.value) == f"{missing} does not exist: $TERRASSE_CONFIG must name a config file."
    )

    with pytest.raises(ConfigError) as caught:
        find(None, {"TERRASSE_CONFIG": "~nobody-of-that-name/terrasse.toml"})
    assert str(caught.value) == (
        "$TERRASSE_CONFIG begins with ~, and that home directory is not known: "
        "write the whole path."
    )


def test_paths_are_relative_to_the_config_wherever_it_is_named_from(tmp_path: Path) -> None:
    Path("terrasse.toml").write_text(
        '[[watch]]\naccount = "me.bsky.social"\n[digest]\nto = "file:digest.md"'
    )

    assert load(Path("terrasse.toml")).recipient == tmp_path / "work/digest.md"


def test_a_mark_at_the_beginning_is_forgiven() -> None:
    Path("terrasse.toml").write_bytes(
        b'\xef\xbb\xbf[[watch]]\naccount = "me.bsky.social"\n[digest]\nto = "file:digest.md"'
    )

    assert len(load(Path("terrasse.toml")).watch) == 1


def test_a_file_that_cannot_be_read_is_the_owners_to_mend() -> None:
    Path("folder").mkdir()
    Path("loop").symlink_to("loop")
    Path("bytes").write_bytes(b'language = "\xff"')
    Path("long").write_bytes(b"#" * 300_000)

    for name, why in (
        ("missing", "cannot be read: No such file or directory."),
        ("folder", "cannot be read: Is a directory."),
        ("loop", "cannot be read: Too many levels of symbolic links."),
        ("bytes", "is not text in UTF-8: save it as such in your editor."),
        ("long", "is too long for a config file: did you mean another one?"),
    ):
        with pytest.raises(ConfigError) as caught:
            load(Path(name))

        assert str(caught.value) == f"{name} {why}"


def test_a_loop_is_found_and_then_complained_of() -> None:
    Path("terrasse.toml").symlink_to("terrasse.toml")

    assert find(None, {"HOME": "/nowhere"}) == Path("terrasse.toml")


def test_no_traceback_leads_to_what_was_given() -> None:
    Path("terrasse.toml").write_text('[[watch]]\naccount = "s3cret"')

    with pytest.raises(ConfigError) as caught:
        load(Path("terrasse.toml"))

    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('language = "fr"\n', "fr"),
        ("\ufeff# language = \"en\"\n  'language'='fr' # mine\n[[watch]]\n", "fr"),
        ('timezone = "Europe/Paris\nlanguage = "fr"\nwach = [\n', "fr"),
        ('[places]\nlanguage = "fr"\n', "en"),
        ("language = 7\n", None),
        ("", "en"),
        ('language = "fr"\n# \xff', "fr"),
    ],
)
def test_the_language_is_read_of_a_file_with_faults_too(
    tmp_path: Path, text: str, expected: str | None
) -> None:
    path = tmp_path / "terrasse.toml"
    path.write_bytes(text.encode("latin-1" if "\xff" in text else "utf-8"))

    assert expected == language_of(path)


@pytest.mark.parametrize("name", ["missing.toml", "folder"])
def test_without_a_file_to_read_no_language_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()

    assert language_of(tmp_path / name) is None
