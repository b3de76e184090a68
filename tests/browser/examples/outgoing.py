"""Notices by e-mail: what oneself wants, and where they go."""

from typing import Any

from tests.browser.examples import Parts, Stage

OPENED: dict[str, Parts] = {
    "office": {"mail_wanted": {}},
    "administrator": {"mail_address": {"number": "account"}},
}


def things(_stage: Stage) -> dict[str, Any]:
    return {}
