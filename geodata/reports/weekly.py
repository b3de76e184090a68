"""A report each Monday from a saved view: by the right that its owner has at that hour, and no longer than the post.

What is due is found by its state, every five minutes from seven o'clock on: hours and days in which no worker ran are caught up.
"""

import datetime as dt
import uuid
from urllib.parse import parse_qsl

from django.db import transaction
from django.utils import timezone

from geodata.accounts.models import User
from geodata.audit.notices import tell
from geodata.audit.record import record_access
from geodata.base import wording
from geodata.base.access import refuse
from geodata.base.errors import Conflict, DomainError, NotFound
from geodata.base.rls import as_web_role
from geodata.base.scope import Right, Scope
from geodata.jobs.entering import enter
from geodata.reports.concept import Action, NoticeKind
from geodata.reports.models import WeeklyReport, part_of
from geodata.reports.starting import start_edition
from geodata.saved.models import SavedView
from geodata.territory import codes

MORNING = dt.time(7)


def area_asked(view: SavedView, scope: Scope) -> str:
    """Of which area the view's report is, as its code: a view without one is of the first that its reader holds. "" for none."""
    part = part_of(scope)
    code = dict(parse_qsl(view.query)).get("area") or next(iter(part.codes), "")
    is_one = codes.LENGTHS["county"] <= len(code) <= codes.LENGTHS["village"]
    return code if is_one and part.holds_code(code) else ""


@transaction.atomic
def report_weekly(
    view: uuid.UUID, *, names: bool = False, by: User, scope: Scope, at: dt.datetime
) -> WeeklyReport:
    """From the next Monday on. NotFound: they keep no such view; NotAllowed: they may make no report of its area."""
    found = _own(view, by)
    code = area_asked(found, scope)
    if not code:
        refuse(Right.EXPORT)
    today = timezone.localdate(at)
    weekly, _made = WeeklyReport.objects.update_or_create(
        view=found,
        defaults={"owner": by, "names": names, "last_on": today, "ended_on": None},
    )
    record_access(user=by, action=Action.REPORT_WEEKLY, at=at, subject=code, details={"names": names})
    return weekly


@transaction.atomic
def end_weekly(view: uuid.UUID, *, by: User, at: dt.datetime) -> None:
    """NotFound: they keep no such view. Twice is as good as once."""
    found = _own(view, by)
    gone, _each = WeeklyReport.objects.filter(view=found).delete()
    if gone:
        record_access(user=by, action=Action.REPORT_NOT_WEEKLY, at=at, details={"view": str(found.pk)})


def make_what_is_due(at: dt.datetime) -> int:
    """Begin what is due, as the service that sees all of them; gives how many were begun."""
    local = timezone.localtime(at)
    monday = local.date() - dt.timedelta(days=local.weekday())
    if local.date() == monday and local.time() < MORNING:
        return 0
    due = WeeklyReport.objects.filter(last_on__lt=monday, ended_on=None).select_related("owner")
    return sum(_begin(weekly, on=local.date(), at=at) for weekly in due.order_by("pk"))


def _begin(weekly: WeeklyReport, *, on: dt.date, at: dt.datetime) -> bool:
    try:
        with as_web_role():
            scope = enter(weekly.owner, on=on)
            _start(weekly, scope, at=at)
    except Conflict:
        # Too many of their jobs wait: in five minutes again.
        return False
    except DomainError:
        weekly.ended_on = on
        weekly.save(update_fields=["ended_on"])
        tell([weekly.owner_id], kind=NoticeKind.REPORT_ENDED, subject=wording.day(on), link="/saved/", at=at)
        return False
    weekly.last_on = on
    weekly.save(update_fields=["last_on"])
    return True


def _start(weekly: WeeklyReport, scope: Scope, *, at: dt.datetime) -> None:
    # The service itself sees nobody's views: it is read as its owner.
    code = area_asked(weekly.view, scope)
    if not code:
        raise NotFound(str(weekly.pk))
    start_edition(code, names=weekly.names, by=weekly.owner, scope=scope, at=at, weekly=True)


def _own(key: uuid.UUID, by: User) -> SavedView:
    view = SavedView.objects.of(by.pk).filter(pk=key).first()
    if view is None:
        raise NotFound(str(key))
    return view
