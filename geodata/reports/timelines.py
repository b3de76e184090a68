"""What happened to a household, a post or an account: which tables tell it, and what of it the reader may know."""

from collections.abc import Collection, Mapping

from django.db.models import Model, QuerySet
from django.utils.translation import gettext

from geodata.accounts.models import PhoneNumber, User
from geodata.audit.timeline import Moment, Names, Source, people, timeline
from geodata.contacts.models import Branch, ContactLink, Duty, Member
from geodata.people.categories import category_name
from geodata.people.masking import masked_name, masked_phones
from geodata.people.models import CareCategory, CareRecord, Household, OccupancyPeriod, Placement, Resident
from geodata.periods import DateRange
from geodata.territory.models import Area
from geodata.visits.models import Visit, why_voided


def named(model: type[Model], path: str = "name") -> Names:
    """What rows of a table are called: a column, in one query."""

    def names(ids: Collection[int]) -> Mapping[int, str]:
        return dict(QuerySet(model).filter(pk__in=ids).values_list("pk", path))

    return names


def _categories(ids: Collection[int]) -> Mapping[int, str]:
    return {found.pk: category_name(found) for found in CareCategory.objects.filter(pk__in=ids)}


areas, members, residents, branches = (
    named(Area), named(Member, "user__name"), named(Resident), named(Branch),
)  # fmt: skip

OPEN = ("head_name", "phones", "village", "grid", "number", "group", "size", "point_quality")
CLOSED = ("address", "building", "entrance", "door", "occupancy", "point", "point_since", "point_datum")
"""Only for those who look after the household."""
PLACES = {"village": areas, "grid": areas}
VEILS = {"head_name": masked_name, "phones": masked_phones}


def of_household(household: Household, *, detailed: bool) -> list[Moment]:
    """Its own values, its contacts and, for those who look after it, care records, residents and visits."""
    ids = [household.pk]
    if not detailed:
        return timeline([Source(Household, ids, OPEN, names=PLACES, veils=VEILS), _links(ids)])
    return timeline(
        [
            Source(Household, ids, OPEN[:2] + CLOSED[:1] + OPEN[2:] + CLOSED[1:], names=PLACES),
            _links(ids),
            Source(
                CareRecord, ids, ("category", "resident", "period", "source", "verified_on"),
                of="household", title="category", names={"category": _categories, "resident": residents},
            ),
            Source(Resident, ids, ("name", "birth_year", "relation"), of="household", title="name"),
            Source(
                Visit, ids, ("day", "mode", "outcome", "note", "brought", "person_times", "state"),
                of="household", title="day", why="void_reason", newer="corrects", veils={"void_reason": why_voided},
            ),
        ]
    )  # fmt: skip


def where_and_how(household: Household, *, detailed: bool) -> list[tuple[str, DateRange]]:
    """In which grid it was and, for those who look after it, how it was lived in, on which days. Two queries."""
    placed = Placement.objects.filter(household=household).select_related("grid").order_by("period")
    lived = OccupancyPeriod.objects.filter(household=household).order_by("period") if detailed else ()
    return [
        *((row.grid.name if row.grid else gettext("outside every grid"), row.period) for row in placed),
        *((row.get_occupancy_display(), row.period) for row in lived),
    ]


def of_posts(ids: Collection[int]) -> list[Moment]:
    """Who filled these posts and who ended them."""
    return timeline([_posts(ids)])


def of_account(user: User) -> list[Moment]:
    """The account, its posts and its membership."""
    return timeline(
        [
            Source(User, [user.pk], ("name", "username", "is_active")),
            Source(PhoneNumber, [user.pk], ("number",), of="user"),
            _posts([user.pk], of="user"),
            _membership([user.pk]),
        ]
    )


def of_member(member: Member) -> list[Moment]:
    """The membership: branch, village, ability, capacity and days. Its contacts stand with the households."""
    return timeline([_membership([member.user_id])])


def _membership(users: Collection[int]) -> Source:
    return Source(
        Member, users, ("branch", "village", "ability", "capacity", "period"),
        of="user", names={"branch": branches, "village": areas},
    )  # fmt: skip


def _links(households: Collection[int]) -> Source:
    return Source(
        ContactLink, households, ("member", "primary", "period"),
        of="household", title="member", why="end_reason", names={"member": members},
    )  # fmt: skip


def _posts(ids: Collection[int], *, of: str = "") -> Source:
    return Source(
        Duty, ids, ("kind", "area", "user", "period"),
        of=of, title="kind", names={"area": areas, "user": people},
    )  # fmt: skip
