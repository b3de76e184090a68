"""Handing the households of a member over: to one member, each to the nearest who has room, or to nobody yet."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.base.errors import BadInput, Conflict
from geodata.contacts.assigning import end_contacts, set_contacts
from geodata.contacts.batch import Applied, Change
from geodata.contacts.changelog import LinkStep
from geodata.contacts.models import ContactLink, Member
from geodata.contacts.suggestions import suggestions


@transaction.atomic
def hand_over(*, member: Member, to: Member | None, reason: str, by: User, on: dt.date) -> Applied:
    """All of the member's households go to `to`, or each to the nearest of its village with room.

    Second contacts stay second. What finds no place is refused in words and stays. Raises Conflict when there is none.
    """
    if to is not None and to.pk == member.pk:
        raise BadInput(
            _("A member cannot take over from himself or herself."), field="to", remedy=_("Choose another.")
        )
    links = _links(member)
    homes = [link.household_id for link in links]
    nearest = {} if to else suggestions(homes, on=on, besides={member.pk})
    chosen = dict.fromkeys(homes, to.pk) if to else {home: one.member for home, one in nearest.items()}
    changes = [
        Change(
            link.household_id,
            chosen[link.household_id],
            primary=link.primary,
            instead=None if link.primary else link.pk,
        )
        for link in links
        if link.household_id in chosen
    ]
    applied = set_contacts(changes=changes, by=by, on=on, kind=LinkStep.Kind.HANDED_OVER, reason=reason)
    if applied.step is None:
        words = (
            applied.refused[0].words
            if applied.refused
            else _(
                "Nobody in the village has spare capacity: everyone who is able already looks after"
                " enough households."
            )
        )
        raise Conflict(
            _("No household was handed over: %(why)s") % {"why": words},
            remedy=_("Choose another member, or raise a capacity."),
        )
    return applied


def let_go(*, member: Member, reason: str, by: User, on: dt.date) -> LinkStep:
    """All of the member's contacts end; the households have nobody until they are assigned anew."""
    return end_contacts(links=_links(member), reason=reason, on=on, by=by)


def _links(member: Member) -> list[ContactLink]:
    links = list(
        ContactLink.objects.filter(member=member, period__upper_inf=True).order_by("-primary", "household_id")
    )
    if not links:
        raise Conflict(_("%(member)s looks after no household.") % {"member": member})
    return links
