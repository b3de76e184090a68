"""/records/kept/: how long what is kept, as the manifests say and the settings have it. For auditors and administrators."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.views.decorators.http import require_safe

from geodata.audit.concept import Action
from geodata.audit.models import AccessEntry
from geodata.base.access import require
from geodata.base.manifest import Kept, concepts
from geodata.base.scope import Right
from geodata.retention import days_of
from gridmap.middleware import ScopedRequest


@dataclass(frozen=True, slots=True)
class Line:
    """What, for how many days (0: for ever), and by which setting; without one it has ended by itself."""

    label: Promise | str
    days: int
    usual: int
    setting: str

    @classmethod
    def of(cls, kept: Kept) -> "Line":
        return cls(kept.label, days_of(kept), kept.days, kept.setting)


@require_safe
def kept_how_long_page(request: ScopedRequest) -> HttpResponse:
    """Nothing is set here: the settings are the installation's, and whoever audits is not who sets them."""
    if not request.scope.may(Right.ACCOUNTS):
        require(request.scope, Right.AUDIT)
    last = AccessEntry.objects.filter(action=Action.FORGOT).order_by("-at").first()
    context = {
        "lines": [Line.of(kept) for each in concepts() for kept in each.kept],
        "audits": request.scope.may(Right.AUDIT),
        "last": last,
    }
    return render(request, "audit/kept_how_long.html", context)
