"""Starting the jobs of gap reports, whoever asks for them."""

import datetime as dt

from django.utils import timezone

from geodata.accounts.models import User
from geodata.base.access import require
from geodata.base.scope import Right, Scope
from geodata.jobs.models import Job
from geodata.jobs.service import start
from geodata.reports.making import area_of
from geodata.reports.models import Edition
from geodata.territory.models import Area

EDITION = "reports.edition"
FILE = "reports.edition_file"


def start_edition(
    code: str,
    *,
    names: bool,
    by: User,
    scope: Scope,
    at: dt.datetime,
    request_id: str = "",
    weekly: bool = False,
) -> Job:
    """A new edition of that day, with its documents; `weekly`: by itself. Raises as `make_edition`, and as `start`."""
    require(scope, Right.EXPORT)
    area = area_of(code, scope)
    on = timezone.localdate(at).isoformat()
    arguments = {"area": area.code, "on": on, "names": names} | ({"weekly": True} if weekly else {})
    return _started(EDITION, arguments, area, by=by, at=at, request_id=request_id)


def start_file(
    edition: Edition, form: str, *, names: bool, by: User, at: dt.datetime, request_id: str = ""
) -> Job:
    """One document of an edition that was found in their scope; `form` is one of FORMS. Raises as `start`."""
    arguments = {"edition": str(edition.pk), "form": form, "names": names}
    return _started(FILE, arguments, edition.area, by=by, at=at, request_id=request_id)


def _started(
    kind: str, arguments: dict[str, object], area: Area, *, by: User, at: dt.datetime, request_id: str
) -> Job:
    return start(
        kind,
        by=by,
        at=at,
        arguments=arguments,
        subject=area.code,
        about=area.name,
        request_id=request_id,
    )
