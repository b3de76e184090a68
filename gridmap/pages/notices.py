"""What somebody has been told, at the top of the home page until it is read."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from geodata import periods
from geodata.audit.notices import read_all
from geodata.second_line import scope_in_force
from gridmap.middleware import ScopedRequest


@require_POST
def read_notices(request: ScopedRequest) -> HttpResponse:
    """All that was told is read."""
    # The database shows notices to nobody before.
    scope = scope_in_force(request.user, on=periods.today())
    read_all(request.user, scope, on=periods.today())
    return redirect("home")
