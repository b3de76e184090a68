"""The roster of contacts (联户花名册): every household with who looks after it, as of a day."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from geodata.base.extracts import Field, Kind, Question, Row, word
from geodata.base.periods import covers
from geodata.base.scope import Right
from geodata.base.wording import listed
from geodata.contacts.models import ContactLink
from geodata.jobs.at_once import counted
from geodata.people.masking import shown_name, shown_phones
from geodata.people.models import Household, Placement
from geodata.people.ordering import by_number
from geodata.people.placing import not_left, occupancy_on

FIELDS = (
    Field("village_code", "村编码", 15, _("12 digits of the national statistical code, as text.")),
    Field("grid", "网格编码", 18, _("15 digits: the village and three of its own; empty outside every grid.")),
    Field("household_no", "户编号", 14, _("The local number within the village, as on the roster.")),
    Field("head_name", "户主姓名", 14, _("Masked for those who do not look after the household.")),
    Field("group", "村民小组", 12, _("As on the roster.")),
    Field("address", "家庭地址", 28, _("As on the roster; empty for those who do not look after the household.")),
    Field("phone", "联系电话", 16, _("Masked for those who do not look after the household.")),
    Field("family_size", "家庭人口总数", 8, _("Number of people on the roster."), Kind.WHOLE),
    Field("occupancy", "居住状态", 12, _("Empty households are exempt from visits; those that left are not listed.")),
    Field("contact_member", "联户党员", 14, _("The first contact of that day.")),
    Field("contact_branch", "所属支部", 18, _("The party branch of the first contact.")),
    Field("contact_since", "联户日期", 12, _("The first day of this contact."), Kind.DAY),
    Field("second_contacts", "第二联系人", 18, _("Second contacts of that day.")),
)  # fmt: skip

COLUMNS = (
    "household__village__code", "grid__code", "household__number", "household__head_name", "household__group",
    "household__address", "household__phones", "household__size", "lived", "member", "branch", "since", "second",
    "village_id", "grid_id", "household_id",
)  # fmt: skip
KEYS = slice(13, 16)
"""Where COLUMNS has village, grid and household."""


class Rosters:
    """Generated from the links of the day, never typed. Without shapes: a spreadsheet, CSV or paper."""

    name = "contacts"
    label: Promise | str = _("Roster of contacts")
    geometry = ""
    key: tuple[str, ...] = ()

    def fields(self, question: Question) -> tuple[Field, ...]:
        return FIELDS

    def count(self, question: Question, *, most: int | None = None) -> int:
        return counted(
            Placement.objects.filter(covers(question.on), question.households(), not_left(question.on)),
            most=most,
        )

    def rows(self, question: Question) -> Iterator[Row]:
        """In the order of villages, grids and numbers; households outside every grid last. One query."""
        details = question.scope.to(Right.DETAILS)
        words = {choice.value: word(choice) for choice in Household.Occupancy}
        for row in self._placed(question).values_list(*COLUMNS).iterator(chunk_size=2000):
            village, grid, household = row[KEYS]
            open_ = details.holds_household(pk=household, village=village, grid=grid)
            yield Row(_cells(row, words, open_=open_))

    def _placed(self, question: Question) -> QuerySet[Placement]:
        here = OuterRef("household")
        first = ContactLink.objects.on(question.on).primary().filter(household=here)
        second = ContactLink.objects.on(question.on).filter(household=here, primary=False).order_by("pk")
        placed = Placement.objects.filter(covers(question.on), question.households(), not_left(question.on))
        return placed.annotate(
            lived=occupancy_on(question.on, of="household"),
            member=Subquery(first.values("member__user__name")[:1]),
            branch=Subquery(first.values("member__branch__name")[:1]),
            since=Subquery(first.values("period__startswith")[:1]),
            second=ArraySubquery(second.values("member__user__name")),
        ).order_by(
            F("village__code"),
            F("grid__code").asc(nulls_last=True),
            by_number("household__number"),
            "household_id",
        )


def _cells(row: Sequence[Any], words: Mapping[str, str], *, open_: bool) -> list[str]:
    village, grid, number, head, group, address, phones, size, lived, member, branch, since, second = row[:13]
    return [
        village,
        grid or "",
        number,
        shown_name(head, details=open_),
        group,
        address if open_ else "",
        ",".join(shown_phones(phones, details=open_)),
        "" if size is None else str(size),
        words.get(lived, ""),
        member or "",
        branch or "",
        since.isoformat() if since else "",
        listed(second),
    ]
