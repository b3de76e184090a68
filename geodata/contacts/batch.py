"""The desk at which contacts are changed: what stands is read and locked once, checked in memory, written at once."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.base import wording
from geodata.base.errors import BadInput, Conflict, DomainError
from geodata.base.periods import between, covers, is_open, since
from geodata.contacts.capacity import has_room
from geodata.contacts.changelog import LinkChange, LinkStep
from geodata.contacts.models import ContactLink, Member
from geodata.people.models import Household


@dataclass(frozen=True, slots=True)
class Change:
    """That the member is to look after the household (keys). `instead`: the link of a second contact that ends."""

    household: int
    member: int
    primary: bool = True
    instead: int | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """A change that was not made, and why."""

    change: Change
    error: DomainError

    @property
    def words(self) -> str:
        return f"{self.error.message} {self.error.remedy}".strip()


@dataclass(frozen=True, slots=True)
class Applied:
    """What came of some changes. `step` is None when all were refused."""

    step: LinkStep | None
    links: list[ContactLink]
    refused: list[Refused]


@dataclass
class _Written:
    """What is to be written: links ended, made anew, and set and replaced on one day."""

    ended: list[ContactLink] = field(default_factory=list)
    made: list[ContactLink] = field(default_factory=list)
    kept: list[ContactLink] = field(default_factory=list)
    changes: list[LinkChange] = field(default_factory=list)


class Desk:
    """`take` changes one by one, then `write` all that were possible."""

    def __init__(self, changes: Iterable[Change], *, on: dt.date, reason: str) -> None:
        """Lock households and members in the order of their keys. Five queries."""
        self.on, self.reason = on, reason
        homes = {change.household for change in changes}
        helpers = {change.member for change in changes}
        # Households before members, each in the order of keys: two offices at once wait for each other and never in
        # a circle.
        rows = Household.objects.select_for_update().filter(pk__in=homes).order_by("pk")
        self.villages = dict(rows.values_list("pk", "village_id"))
        members = Member.objects.select_for_update().filter(pk__in=helpers).order_by("pk")
        self.members = {member.pk: member for member in members.prefetch_related("user")}
        self.standing: dict[int, list[ContactLink]] = defaultdict(list)
        # Those too whose end is set ahead: until then they stand.
        links = ContactLink.objects.select_for_update().filter(
            is_open() | Q(period__endswith__gt=on), household__in=homes
        )
        for link in links.order_by("pk"):
            self.standing[link.household_id].append(link)
        loads = ContactLink.objects.filter(covers(on), member__in=helpers)
        self.load = Counter(loads.values_list("member_id", flat=True))
        self.out, self.refused = _Written(), list[Refused]()

    def take(self, change: Change) -> None:
        try:
            self._take(change)
        except DomainError as error:
            self.refused.append(Refused(change, error))

    def _take(self, change: Change) -> None:
        member = self.members.get(change.member)
        if member is None or change.household not in self.villages:
            raise BadInput(_("There is no such member."), field="member", value=change.member)
        standing = self.standing[change.household]
        check_able(member, on=self.on)
        if any(link.member_id == member.pk and link.period.upper is None for link in standing):
            raise Conflict(
                _("%(member)s already looks after this household.") % {"member": member},
                field="member",
                value=member.pk,
                remedy=_("Choose another member, or end that contact first."),
            )
        # The load counts what this batch has given already: each change sees those before it.
        check_room(member, self.load[member.pk])
        former = self._former(change, standing)
        self.load[member.pk] += 1
        if former and former.member_id in self.load and former.period.upper is None:
            self.load[former.member_id] -= 1
        # A period of no day is none: what began today is replaced, not ended.
        if former and former.period.lower == self.on:
            self._replace(change, former)
        else:
            self._set(change, former)

    def _former(self, change: Change, standing: list[ContactLink]) -> ContactLink | None:
        if change.instead is not None:
            return next((link for link in standing if link.pk == change.instead), None)
        return next((link for link in standing if link.primary), None) if change.primary else None

    def _replace(self, change: Change, link: ContactLink) -> None:
        """Set and replaced (or ended) on one day: the last word of the day is the link."""
        ended = link.period.upper is not None
        self._note(change, made=link, former=None if ended else link.member_id)
        link.member, link.period, link.end_reason = self.members[change.member], since(self.on), ""
        # Without a key it is one of this batch, and is written with the new ones.
        if link.pk:
            self.out.kept.append(link)

    def _set(self, change: Change, former: ContactLink | None) -> None:
        if former:
            former.period = between(former.period.lower, self.on)
            former.end_reason = former.end_reason or self.reason
            self.out.ended.append(former)
            self.standing[change.household].remove(former)
        link = ContactLink(
            household_id=change.household,
            village_id=self.villages[change.household],
            member=self.members[change.member],
            primary=change.primary,
            period=since(self.on),
        )
        self.out.made.append(link)
        self.standing[change.household].append(link)
        self._note(change, made=link, ended=former, former=former.member_id if former else None)

    def _note(
        self, change: Change, *, made: ContactLink, ended: ContactLink | None = None, former: int | None
    ) -> None:
        self.out.changes.append(
            LinkChange(
                village_id=self.villages[change.household],
                household_id=change.household,
                ended=ended,
                made=made,
                member_id=change.member,
                former_id=former,
            )
        )

    def write(self, *, kind: str, by: User | None) -> Applied:
        """Four queries. Former links end before new ones begin: a household has one first contact a day."""
        out = self.out
        if not out.changes:
            return Applied(None, [], self.refused)
        for link in (*out.made, *out.kept):
            link.set_by = by
        ContactLink.objects.bulk_update([*out.ended, *out.kept], COLUMNS, batch_size=2000)
        ContactLink.objects.bulk_create(out.made, batch_size=2000)
        villages = sorted({change.village_id for change in out.changes})
        step = LinkStep.objects.create(
            kind=kind, villages=villages, by=by, on=self.on, households=len(out.changes)
        )
        for change in out.changes:
            # The link has a key only now.
            change.step, change.made = step, change.made
        LinkChange.objects.bulk_create(out.changes, batch_size=2000)
        return Applied(step, [change.made for change in out.changes if change.made], self.refused)


COLUMNS = ["period", "end_reason", "member", "set_by"]


def check_able(member: Member, *, on: dt.date) -> None:
    gone = member.period.upper is not None and member.period.upper <= on
    if gone or member.ability != Member.Ability.ABLE:
        raise BadInput(
            _("%(member)s cannot look after households: %(why)s.")
            % {"member": member, "why": _("left") if gone else member.get_ability_display()},
            field="member",
            value=member.pk,
            remedy=_("Choose a member who is able to help."),
        )


def check_room(member: Member, load: int) -> None:
    if not has_room(load, member.capacity):
        raise Conflict(
            _("%(member)s already looks after %(load)s households and is at capacity.")
            % {"member": member, "load": wording.figure(load)},
            field="member",
            value=member.pk,
            remedy=_("Choose a member with spare capacity, or raise the capacity."),
        )
