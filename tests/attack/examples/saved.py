"""A view that somebody else saved, shared with nobody."""

from django.utils import timezone

from geodata.saved.models import SavedView
from tests import village as v
from tests.attack.world import Home

ARGUMENTS = {"saved": "saved"}
NUMBERS: dict[str, str] = {}


def _saved(home: Home) -> object:
    told = {"name": f"例视图{home.area.code}", "page": "gaps", "query": f"area={home.area.code}"}
    return SavedView.objects.create(owner=v.user(), changed_at=timezone.now(), **told).pk


MADE = {"saved": _saved}
