"""A visit that arrives late: judged by the right that its maker had on its day, and known again by its id before any scope.

Between the door and the service lie hours or days without a network. Meanwhile the household may have been given away,
moved by a plan that was published, or the membership may have ended: what was done stays done.
"""

import datetime as dt
import uuid
from dataclasses import dataclass, replace

from django.db.models import Q
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.base import rls, wording
from geodata.base.access import refuse
from geodata.base.errors import NotAllowed, NotFound
from geodata.base.periods import covers
from geodata.base.scope import Right, Scope
from geodata.contacts.models import ContactLink
from geodata.contacts.rights import kinds_with, scope_of
from geodata.people.access import looked_up, record_lookup
from geodata.people.models import Household, Placement
from geodata.posts.models import Post
from geodata.visits.held import HeldVisit
from geodata.visits.models import Visit
from geodata.visits.record import Report, record_visit, same_again, undo_visit

VISITING = kinds_with(Right.VISIT)
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


def take_visit(
    *,
    sent: Sent,
    by: User,
    scope: Scope,
    at: dt.datetime,
    today: dt.date,
    home: Household | None = None,
) -> tuple[Visit, bool]:
    """The visit and whether it is new. `scope`: what the maker may see today; `home`: the household, if `home_to_visit` has found it.

    One's own id is known again wherever the household is by now. Raises NotFound or NotAllowed when the household was not
    the maker's to visit, neither today nor on the visit's day; BadInput and Conflict as `record_visit` does.
    """
    if home is None:
        if known := own_visit(sent.client_id, by=by):
            return same_again(known, sent.report.as_kept().digest(sent.token)), False
        home = home_to_visit(sent.token, by=by, scope=scope, day=sent.report.day, today=today)
    report = replace(sent.report, household=home.pk)
    visit, new = record_visit(client_id=sent.client_id, report=report, by=by, at=at, today=today, home=home)
    if new:
        # What could not be recorded when it was handed in can be by now: a day that was ahead has come.
        HeldVisit.objects.recorded(sent.client_id, by=by, at=at)
    return visit, new


def own_visit(client_id: uuid.UUID, *, by: User) -> Visit | None:
    """The visit that this user entered under that id. From here on the transaction shows its household too."""
    # Its key first: the second line hides the household of a visit until it is shown.
    home = Visit.objects.filter(client_id=client_id, entered_by=by).values_list("household_id", flat=True)
    if (household := home.first()) is None:
        return None
    rls.show_also(household)
    beside = ("household__village", "household__grid", "corrects", "entered_by")
    return Visit.objects.select_related(*beside).get(client_id=client_id)


def undo_own_visit(client_id: uuid.UUID, *, by: User, at: dt.datetime) -> Visit:
    """Take back what this user entered under that id, wherever its household is by now: entering it was right on its day.

    Raises NotFound for anybody else's and for none, Conflict as `undo_visit` does.
    """
    if (visit := own_visit(client_id, by=by)) is None:
        raise NotFound(str(client_id))
    return undo_visit(visit=visit, at=at)


def home_to_visit(token: str, *, by: User, scope: Scope, day: dt.date, today: dt.date) -> Household:
    """The household of that token, if the user may visit it today or might on that day, not longer ago than LATE.

    From here on the transaction shows it, whatever the scope. Raises NotFound where it was never the user's, in the same words as
    for no household, and NotAllowed where it was, but not on that day.
    """
    among = Household.objects.within(scope.to(Right.VISIT)).select_related("village", "grid")
    if own := looked_up(token, among=among):
        return own
    if home := once_visited(token, by=by):
        if today - day <= LATE and visited_on(home, by=by, day=day):
            return home
        raise NotAllowed(
            _("This household was not yours to visit on %(day)s, or that is too long ago.")
            % {"day": wording.day(day)},
            remedy=_("Hand the visit to the village office, which decides."),
        )
    # Who may visit nowhere is told so whatever the token; else only who sees the household learns that it is there.
    if not scope.may(Right.VISIT) or Household.objects.within(scope.to(Right.HOUSEHOLDS)).called(token):
        refuse(Right.VISIT)
    raise NotFound(token)


def once_visited(token: str, *, by: User) -> Household | None:
    """The household of that token if it was the user's to visit on any day; only then does the transaction show it."""
    with rls.reaching(token) as pk:
        home = Household.objects.select_related("village").filter(pk=pk).first() if pk else None
        if home is None or not (_linked(home, by) or _posted(home, by)):
            return None
    rls.show_also(home.pk)
    record_lookup(home, token)
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
    return Post.objects.filter(Q(area__code__in=above), user=by, kind__in=VISITING).exists()
