"""Starting the jobs of gap reports, whoever asks for them."""

import datetime as dt

from geodata.accounts.models import User
from geodata.base import periods
from geodata.base.access import require
from geodata.base.scope import Right, Scope
from geodata.jobs.models import Job
from geodata.jobs.service import start
from geodata.reports.jobs import FILE
from geodata.reports.making import area_of
from geodata.reports.models import Edition
from geodata.reports.weekly import EDITION
from geodata.territory.models import Area


def start_edition(
    code: str, *, names: bool, by: User, scope: Scope, at: dt.datetime, request_id: str = ""
) -> Job:
    """A new edition of today, with its documents. Raises as `make_edition`, and as `start`."""
    require(scope, Right.EXPORT)
    area = area_of(code, scope)
    arguments = {"area": area.code, "on": periods.today().isoformat(), "names": names}
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
