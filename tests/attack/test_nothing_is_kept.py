"""No cache between us and the reader, nor the reader's own, keeps an answer: every address, as everybody."""

import re

import pytest

from gridmap.settings import MIDDLEWARE
from tests.attack.addresses import Address, addresses
from tests.attack.calling import call
from tests.attack.world import World

pytestmark = pytest.mark.django_db
ASKED_AGAIN = {
    "today_worker": "no-cache",  # the program of the page without a network, and nobody's data
    # Borders, which are large: their ETag is asked for again each time.
    "areas": "private, no-cache",
    "area": "private, no-cache",
    "schema": "max-age=3600",  # the description of the API, the same for everybody
}
"""Answers that a browser may keep. After signing out they are gone too."""


@pytest.mark.parametrize(
    "address", addresses(), ids=lambda address: f"{address.pattern or 'home'}:{address.name}"
)
def test_nothing_is_kept(world: World, address: Address):
    wrong = []
    for role in ("county", "village", "contact", "auditor", "anonymous"):
        for method in ("GET", "POST"):
            answer = call(world.callers[role], method, address.path(world, "own"))
            said = re.search(r"^Cache-Control: (.*)$", answer.text, re.MULTILINE)
            kept = said is None or "no-store" not in said[1]
            if kept and not (said and said[1] == ASKED_AGAIN.get(address.name)):
                wrong.append(f"{role} {method} {answer.status}: {said and said[1]}")
    assert wrong == []


def test_static_files_answer_before():
    order = [name.rpartition(".")[2] for name in MIDDLEWARE]
    assert order.index("WhiteNoiseMiddleware") < order.index("KeptNowhere") < order.index("SessionMiddleware")


def test_signing_out_empties_the_cache(world: World):
    assert 'Clear-Site-Data: "cache"' in call(world.callers["village"], "POST", "/logout/").text
