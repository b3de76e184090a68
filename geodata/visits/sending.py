"""A visit that arrives late: judged by the right that its maker had on its day, and known again by its id before any scope.

Between the door and the service lie hours or days without a network. Meanwhile the household may have been given away,
moved by a plan that was published, or the membership may have ended: what was done stays done.
"""

import datetime as dt
import uuid
from dataclasses import dataclass, replace

from django.db.models import Q
from django.utils.translation import gettext as _

from geodata import second_line
from geodata.accounts.models import User
from geodata.contacts.duties import RIGHTS, scope_of
from geodata.contacts.models import ContactLink, Duty
from geodata.errors import NotAllowed, NotFound
from geodata.people.models import Household, Placement
from geodata.periods import covers
from geodata.territory.scope import Right, Scope
from geodata.visits.companions import check_visitors
from geodata.visits.models import Visit
from geodata.visits.record import Report, record_visit, same_again

VISITING = [kind for kind, rights in RIGHTS.items() if Right.VISIT in rights]
"""Posts whose holders visit."""

LATE = dt.timedelta(days=92)
"""How long a former right is enough: no phone lies longer without a network, and figures of that day are handed in."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What a phone or another client sends: its id, the household's token, and what is told of the visit."""

    client_id: uuid.UUID
    token: str
    report: Report
    """Its household is looked up by the token."""


def take_visit(*, sent: Sent, by: User, scope: Scope, at: dt.datetime, today: dt.date) -> tuple[Visit, bool]:
    """The visit and whether it is new. `scope`: what the maker may see today.

    One's own id is known again wherever the household is by now. Raises NotFound or NotAllowed when the household was not
    the maker's to visit, neither today nor on the visit's day; BadInput and Conflict as `record_visit` does.
    """
    if known := own_visit(sent.client_id, by=by):
        return same_again(known, sent.report.as_kept().digest(sent.token)), False
    home = home_to_visit(sent.token, by=by, scope=scope, day=sent.report.day, today=today)
    report = replace(sent.report, household=home.pk)
    check_visitors(household=home, visitors=report.visitors, by=by, on=report.day)
    return record_visit(client_id=sent.client_id, report=report, by=by, at=at, today=today, home=home)


def own_visit(client_id: uuid.UUID, *, by: User) -> Visit | None:
    """The visit that this user entered under that id. From here on the transaction shows its household too."""
    home = Visit.objects.filter(client_id=client_id, entered_by=by).values_list("household_id", flat=True)
    if (found := home.first()) is None:
        return None
    second_line.show_also(found)
    return Visit.objects.select_related("household", "corrects", "entered_by").get(client_id=client_id)


def home_to_visit(token: str, *, by: User, scope: Scope, day: dt.date, today: dt.date) -> Household:
    """The household of that token, if the user may visit it today or might on that day, not longer ago than LATE.

    From here on the transaction shows it, whatever the scope. Raises NotFound where it was never the user's, in the same words as
    for no household, and NotAllowed where it was, but not on that day.
    """
    homes = Household.objects.filter(token=token)
    if found := homes.within(scope.to(Right.VISIT)).first():
        return found
    if home := once_visited(token, by=by):
        if today - day <= LATE and visited_on(home, by=by, day=day):
            return home
        raise NotAllowed(
            _("This household was not yours to visit on %(day)s, or that is too long ago.")
            % {"day": day.isoformat()},
            remedy=_("Hand the visit to the village office: it decides."),
        )
    if not scope.may(Right.VISIT) or homes.within(scope.to(Right.HOUSEHOLDS)).exists():
        raise NotAllowed(_("Your duties do not include this."), remedy=_("Ask the office that appoints you."))
    raise NotFound(token)


def once_visited(token: str, *, by: User) -> Household | None:
    """The household of that token if it was the user's to visit on any day; only then does the transaction show it."""
    with second_line.reaching(token) as pk:
        home = Household.objects.select_related("village").filter(pk=pk).first() if pk else None
        if home is None or not (_linked(home, by) or _posted(home, by)):
            return None
    second_line.show_also(home.pk)
    return home


def visited_on(home: Household, *, by: User, day: dt.date) -> bool:
    """Was it the user's to visit on that day or the day before?

    The day before counts because what changes on a day holds from its midnight: who visited in the morning and gave the
    household away at noon had the right.
    """
    return any(_held(home, by, when) for when in (day, day - dt.timedelta(days=1)))


def _held(home: Household, by: User, day: dt.date) -> bool:
    then = scope_of(by, on=day).to(Right.VISIT)
    if not then.grants:
        return False
    grid = Placement.objects.filter(covers(day), household=home).values_list("grid_id", flat=True).first()
    return then.holds_household(pk=home.pk, village=home.village_id, grid=grid)


def _linked(home: Household, by: User) -> bool:
    return ContactLink.objects.filter(household=home, member__user=by).exists()


def _posted(home: Household, by: User) -> bool:
    """Did a post of the user ever hold a place where the household ever was?"""
    grids = Placement.objects.filter(household=home, grid__isnull=False).values_list("grid__code", flat=True)
    places = {home.village.code, *grids}
    above = {place[:length] for place in places for length in range(2, len(place) + 1)}
    return Duty.objects.filter(Q(area__code__in=above), user=by, kind__in=VISITING).exists()
