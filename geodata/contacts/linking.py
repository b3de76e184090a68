"""Setting and ending contacts."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.contacts.models import ContactLink, Member
from geodata.errors import BadInput, Conflict
from geodata.people.models import Household
from geodata.periods import between, since

WARN_ABOVE = 10
"""Households per member above which an office is warned."""


@transaction.atomic
def set_contact(
    *, household: Household, member: Member, by: User, on: dt.date, primary: bool = True
) -> ContactLink:
    """From that day on the member looks after the household; a former first contact ends on it.

    Raises BadInput when the member cannot help, Conflict when the capacity is reached or the link exists.
    """
    Household.objects.select_for_update().get(pk=household.pk)
    member = Member.objects.select_for_update().select_related("user").get(pk=member.pk)
    _check_able(member, on=on)
    standing = list(
        ContactLink.objects.select_for_update().filter(household=household, period__upper_inf=True)
    )
    if any(link.member_id == member.pk for link in standing):
        raise Conflict(
            _("%(member)s already looks after this household.") % {"member": member},
            field="member",
            value=member.pk,
            remedy=_("Choose another member, or end that contact first."),
        )
    _check_room(member, on=on)
    former = next((link for link in standing if link.primary), None) if primary else None
    if former and former.period.lower == on:
        # Set and replaced on one day: the last word of the day is the link.
        former.member, former.set_by = member, by
        former.save(update_fields=["member", "set_by"])
        return former
    if former:
        _end(former, on=on, reason=ContactLink.EndReason.HANDED_OVER)
    return ContactLink.objects.create(
        household=household,
        village_id=household.village_id,
        member=member,
        primary=primary,
        period=since(on),
        set_by=by,
    )


@transaction.atomic
def end_contact(*, link: ContactLink, reason: str, on: dt.date) -> ContactLink:
    """End a contact; `on` is the first day on which it no longer holds. Raises Conflict when it has ended."""
    if not reason or reason not in ContactLink.EndReason.values:
        raise BadInput(
            _("Say why the contact ends."), field="reason", value=reason, remedy=_("Choose a reason.")
        )
    link = ContactLink.objects.select_for_update().get(pk=link.pk)
    if link.period.upper is not None:
        raise Conflict(_("This contact has already ended."), remedy=_("Open the household again to see it."))
    return _end(link, on=on, reason=reason)


def _end(link: ContactLink, *, on: dt.date, reason: str) -> ContactLink:
    """Close the period. A link set on that day holds for it: periods are of whole days."""
    first = link.period.lower
    link.period = between(first, on if first is None or first < on else on + dt.timedelta(days=1))
    link.end_reason = reason
    link.save(update_fields=["period", "end_reason"])
    return link


def _check_able(member: Member, *, on: dt.date) -> None:
    gone = member.period.upper is not None and member.period.upper <= on
    if gone or member.ability != Member.Ability.ABLE:
        raise BadInput(
            _("%(member)s cannot look after households: %(why)s.")
            % {"member": member, "why": _("left") if gone else member.get_ability_display()},
            field="member",
            value=member.pk,
            remedy=_("Choose a member who is able to help."),
        )


def _check_room(member: Member, *, on: dt.date) -> None:
    load = ContactLink.objects.on(on).filter(member=member).count()
    if load >= member.capacity:
        raise Conflict(
            _("%(member)s already looks after %(load)d households, which is the capacity.")
            % {"member": member, "load": load},
            field="member",
            value=member.pk,
            remedy=_("Choose a member with room, or raise the capacity."),
        )
