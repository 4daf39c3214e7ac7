from __future__ import annotations

import pytest

from config.secrets.redaction import discreet


@pytest.mark.parametrize(
    "text",
    [
        "abcd-efgh-ijkl-mnop",
        "file /etc/abcd-2fgh-ijkl-mno7 there",
        "mF9xQ2vB7kL0pR4tY8wZ1sD5gH3jN6cA",
        "0123456789abcdef0123456789abcdef",
        "Ab1_-Cd2_-Ef3_-Gh4_-Ij5",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJtZSJ9",
    ],
)
def test_tokens_and_app_passwords_are_not_shown(text: str) -> None:
    assert discreet(text) == "(not shown)"


@pytest.mark.parametrize(
    "text",
    [
        "BOT_SECRET_2",
        "TERRASSE_BLUESKY_APP_PASSWORD_2",
        "/home/marie/.config/terrasse/me.secret",
        "/tmp/pytest-of-marie/pytest-0/test_a_long_name_of_a_test0/me.secret",  # noqa: S108
        "terrasse-bot-secret-number-2",
    ],
)
def test_names_are_shown(text: str) -> None:
    assert text == discreet(text)


def test_a_very_long_text_is_judged_in_no_time() -> None:
    text = "a" * 1_000_000

    assert text == discreet(text)
