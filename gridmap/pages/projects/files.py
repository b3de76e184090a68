"""/projects/export.xlsx and .csv: the list of projects as its page shows it, on record."""

from functools import partial

from django.http import FileResponse, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from api.web import throttling
from geodata.audit.concept import Action
from geodata.base import periods
from geodata.base.access import require
from geodata.base.scope import Right
from geodata.exports.files import TYPES, write
from geodata.exports.project_list import ProjectList
from gridmap.error_pages import too_often
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.downloads import download, only_as_asked
from gridmap.pages.projects.ledger import ProjectFilters
from gridmap.recording import record


@require_safe
def projects_file(request: ScopedRequest, form: str) -> HttpResponse | FileResponse:
    """By the filter of the list's address."""
    for right in (Right.EXPORT, Right.NEED):
        require(request.scope, right)
    filters = ProjectFilters(request.GET)
    only_as_asked(filters)
    area = filters.place(request.scope, on=periods.today())
    taken = ProjectList(filters.filter(area), request.user, request.scope, timezone.localtime())
    if wait := throttling.wait_to_export(request.user):
        return too_often(request, wait)
    answer = download(f"{taken.title}.{form}", TYPES[form], partial(write, form, taken))
    told = {"list": "projects", **filters.given, "rows": taken.projects().count(), "format": form}
    record(Action.EXPORT, request.user, subject=area.code if area else "", details=told)
    return answer
