"""An edition of somebody's area."""

from geodata.base.periods import today
from geodata.base.scope import Grant, Right, Scope
from geodata.reports.making import make_edition
from tests import village as v
from tests.attack.world import Home

ARGUMENTS = {"edition": "edition"}
NUMBERS: dict[str, str] = {}


def _edition(home: Home) -> object:
    village = home.row.village
    everything = Scope((Grant(frozenset(Right), code=village.code, villages=frozenset({village.pk})),))
    return make_edition(area=village, on=today(), by=v.user(), scope=everything).pk


MADE = {"edition": _edition}
