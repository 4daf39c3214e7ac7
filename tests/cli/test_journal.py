from __future__ import annotations

from bot.cli.journal import redact
from bot.domain.safety.outside import UNSAID

TOKEN = "abcDEFghiJKLmnoPQRstuVWXyz0123456789-_abcde"  # noqa: S105 (it opens nothing)


def test_secrets_and_texts_are_redacted_by_name() -> None:
    event = {"access_token": "x", "text": "what Alice wrote", "body": "Hi", "account": "@me@a.b"}

    assert redact(None, "info", event) == {
        "access_token": UNSAID,
        "text": UNSAID,
        "body": UNSAID,
        "account": "@me@a.b",
    }


def test_secrets_are_redacted_wherever_they_stand() -> None:
    said = f"GET failed with Bearer {TOKEN}; app password abcd-efgh-ijkl-mnop; {TOKEN} again"

    shown = redact(None, "error", {"event": "failed", "exception": said})["exception"]

    assert TOKEN not in shown
    assert "abcd-efgh" not in shown
    assert shown.startswith("GET failed with ")


def test_ordinary_words_are_left_alone() -> None:
    said = "https://village.example/@solene/117643347889553871 was read back to 2025-11-26"

    assert redact(None, "info", {"event": said}) == {"event": said}


def test_what_nobody_sees_is_taken_out_and_what_is_within_lists_too() -> None:
    event = {
        "event": "failed\x1b[31m\nforged line",
        "accounts": ["@me\u202e@a.b", {"said": f"Bearer {TOKEN}"}],
        "exception": "Traceback\n  in line\x9b 1",
        "count": 2,
    }

    assert redact(None, "info", event) == {
        "event": "failed forged line",
        "accounts": ["@me@a.b", {"said": f"Bearer {UNSAID}"}],
        "exception": "Traceback\n  in line 1",
        "count": 2,
    }
