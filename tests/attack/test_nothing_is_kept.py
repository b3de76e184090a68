"""No cache keeps an answer: what is beside the headers of every answer, which test_roles.py looks at."""

import pytest

from gridmap.settings import MIDDLEWARE
from tests.attack.calling import call
from tests.attack.world import World

pytestmark = pytest.mark.django_db


def test_static_files_answer_before():
    order = [name.rpartition(".")[2] for name in MIDDLEWARE]
    assert order.index("WhiteNoiseMiddleware") < order.index("KeptNowhere") < order.index("SessionMiddleware")


def test_signing_out_empties_the_cache(world: World):
    assert 'Clear-Site-Data: "cache"' in call(world.callers["village"], "POST", "/logout/").text
