"""The turnover of a village."""

from typing import Any

from tests.browser.examples import Parts, Stage

OPENED: dict[str, Parts] = {"office": {"turnover": {}}}
QUERIES = {"turnover": "?area={west}"}


def things(_stage: Stage) -> dict[str, Any]:
    return {}
