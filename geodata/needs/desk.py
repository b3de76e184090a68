"""What of needs stands on the home page: what the office has to do about them, and how many came and were settled."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from geodata.accounts.models import User
from geodata.base.desk import News, Wait
from geodata.base.periods import midnight
from geodata.base.scope import Right, Scope
from geodata.base.wording import figure
from geodata.needs.assigning import assignments_of
from geodata.needs.beside_models import UNDER_WAY
from geodata.needs.models import Need
from geodata.needs.waiting import to_answer, to_follow_up, to_grant, to_move, to_revisit
from geodata.territory.models import Area

PAGE = "needs_mine"
ONE = ("need", "number")


def waits(by: User, scope: Scope, on: dt.date) -> Iterator[Wait]:
    if scope.may(Right.NEED):
        seen = Need.objects.within(scope, by=by.pk)
        yield Wait(
            "supervisions",
            to_answer(seen, scope),
            _supervised,
            PAGE,
            part="supervisions",
            one=("need", "need__number"),
        )
        yield Wait("needs_to_move", to_move(seen, scope), _to_move, PAGE, part="to_move", one=ONE)
        yield Wait("needs_to_grant", to_grant(seen, scope), _to_grant, PAGE, part="to_grant", one=ONE)
        followed = to_follow_up(seen, scope).exclude(finished_by=by) | to_revisit(seen, scope, on=on)
        yield Wait("needs_to_follow_up", followed, _to_follow_up, PAGE, part="to_follow_up", one=ONE)
    if scope.may(Right.UNIT) or scope.may(Right.NEED):
        assigned = assignments_of(scope, by=by).filter(state__in=UNDER_WAY)
        yield Wait("assignments", assigned, _assigned, "assignments", one=("assignment", "pk"))


def _supervised(number: int) -> str:
    return ngettext(
        "%(n)s supervision is to be answered", "%(n)s supervisions are to be answered", number
    ) % {"n": figure(number)}


def _to_move(number: int) -> str:
    return ngettext("%(n)s need is to be moved on", "%(n)s needs are to be moved on", number) % {
        "n": figure(number)
    }


def _to_grant(number: int) -> str:
    return ngettext("More time is asked for %(n)s need", "More time is asked for %(n)s needs", number) % {
        "n": figure(number)
    }


def _to_follow_up(number: int) -> str:
    return ngettext(
        "%(n)s settled need is to be asked about", "%(n)s settled needs are to be asked about", number
    ) % {"n": figure(number)}


def _assigned(number: int) -> str:
    return ngettext("%(n)s assignment is under way", "%(n)s assignments are under way", number) % {
        "n": figure(number)
    }


def news(area: Area, by: User, scope: Scope, after: dt.date, until: dt.date) -> Iterator[News]:
    """One query."""
    if not scope.to(Right.NEED).holds_code(area.code):
        return
    begin, end = (midnight(day + dt.timedelta(days=1)) for day in (after, until))
    here = Need.objects.within(scope, by=by.pk).filter(village__code__startswith=area.code)
    told = here.aggregate(
        came=Count("pk", filter=Q(at__gte=begin, at__lt=end)),
        settled=Count("pk", filter=Q(settled_at__gte=begin, settled_at__lt=end)),
    )
    if told["came"] or told["settled"]:
        yield News(
            until,
            _("Needs: %(came)s recorded, %(settled)s settled")
            % {"came": figure(told["came"]), "settled": figure(told["settled"])},
            "needs_analysis",
            f"area={area.code}",
        )
