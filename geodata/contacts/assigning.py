"""Setting and ending contacts: of one household or of many, as one step that can be undone (undoing.py)."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.base.errors import BadInput, Conflict
from geodata.base.periods import between
from geodata.contacts.batch import Applied, Change, Desk
from geodata.contacts.changelog import LinkChange, LinkStep
from geodata.contacts.models import ContactLink, Member
from geodata.contacts.recording import record_step
from geodata.people.models import Household


@transaction.atomic
def set_contacts(
    *,
    changes: Sequence[Change],
    by: User | None,
    on: dt.date,
    kind: str = LinkStep.Kind.ASSIGNED,
    reason: str = ContactLink.EndReason.HANDED_OVER,
) -> Applied:
    """From that day on these members look after these households; former first contacts end on it for that reason.

    A change that is not possible is refused in words and the others are made. Eight queries, whatever the number.
    """
    _check_reason(reason)
    desk = Desk(changes, on=on, reason=reason)
    for change in changes:
        desk.take(change)
    try:
        with transaction.atomic():
            applied = desk.write(kind=kind, by=by)
    except IntegrityError as error:
        raise Conflict(
            _("Someone else has just changed these contacts."),
            remedy=_("Reload the page and check again."),
        ) from error
    if applied.step:
        record_step(applied.step, {link.household_id for link in applied.links}, by=by)
    return applied


@transaction.atomic
def set_contact(
    *, household: Household, member: Member, by: User, on: dt.date, primary: bool = True
) -> ContactLink:
    """From that day on the member looks after the household; a former first contact ends on it.

    Raises BadInput when the member cannot help, Conflict when the capacity is reached or the link exists.
    """
    applied = set_contacts(changes=[Change(household.pk, member.pk, primary=primary)], by=by, on=on)
    for refused in applied.refused:
        raise refused.error
    return applied.links[0]


@transaction.atomic
def end_contacts(
    *, links: Iterable[ContactLink], reason: str, on: dt.date, by: User | None = None
) -> LinkStep:
    """End contacts; `on` is the first day on which they no longer hold. Raises Conflict when one has ended."""
    _check_reason(reason)
    wanted = [link.pk for link in links]
    # In the order of keys, as everywhere, so that two at once cannot block each other.
    locked = list(ContactLink.objects.select_for_update().filter(pk__in=wanted).order_by("pk"))
    if not locked or any(link.period.upper is not None for link in locked):
        raise Conflict(_("This contact has already ended."), remedy=_("Open the household again to see it."))
    step, changes = ending(locked, reason=reason, on=on, by=by)
    ContactLink.objects.bulk_update(locked, ENDING)
    step.save()
    LinkChange.objects.bulk_create(changes)
    record_step(step, {link.household_id for link in locked}, by=by)
    return step


ENDING = ("period", "end_reason")
"""The fields of a link that end it."""


def ending(
    links: Sequence[ContactLink], *, reason: str, on: dt.date, by: User | None
) -> tuple[LinkStep, list[LinkChange]]:
    """These links are over, and the step that says so: nothing is written yet."""
    for link in links:
        close(link, on=on, reason=reason)
    villages = sorted({link.village_id for link in links})
    step = LinkStep(kind=LinkStep.Kind.ENDED, villages=villages, by=by, on=on, households=len(links))
    return step, [
        LinkChange(
            step=step,
            village_id=link.village_id,
            household_id=link.household_id,
            ended=link,
            former_id=link.member_id,
        )
        for link in links
    ]


def end_contact(*, link: ContactLink, reason: str, on: dt.date, by: User | None = None) -> ContactLink:
    """End one contact; see `end_contacts`."""
    end_contacts(links=[link], reason=reason, on=on, by=by)
    link.refresh_from_db()
    return link


def close(link: ContactLink, *, on: dt.date, reason: str) -> None:
    """Close the period. A link set on that day holds for it: periods are of whole days."""
    first = link.period.lower
    link.period = between(first, on if first is None or first < on else on + dt.timedelta(days=1))
    link.end_reason = reason


def _check_reason(reason: str) -> None:
    if not reason or reason not in ContactLink.EndReason.values:
        raise BadInput(
            _("Give the reason why the contact ends."),
            field="reason",
            value=reason,
            remedy=_("Choose a reason."),
        )
