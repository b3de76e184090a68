"""What happened to a household, a post or an account: which tables tell it, and what of it the reader may know."""

from collections.abc import Collection

from django.utils.translation import gettext

from geodata.accounts.models import PhoneNumber, User
from geodata.audit.timeline import Moment, Source, named, people, timeline
from geodata.base.manifest import concepts
from geodata.base.periods import DateRange
from geodata.contacts.models import Branch, Member
from geodata.people.models import Household, OccupancyPeriod, Placement
from geodata.posts.models import Post
from geodata.territory.models import Area

areas, branches = named(Area), named(Branch)


def of_household(household: Household, *, detailed: bool) -> list[Moment]:
    """What the concepts tell of it: its own values, its contacts and, to those who look after it, what else is known."""
    return timeline(
        source for each in concepts() if each.timeline for source in each.timeline(household, detailed)
    )


def where_and_how(household: Household, *, detailed: bool) -> list[tuple[str, DateRange]]:
    """In which grid it was and, for those who look after it, how it was lived in, on which days. Two queries."""
    placed = Placement.objects.filter(household=household).select_related("grid").order_by("period")
    lived = OccupancyPeriod.objects.filter(household=household).order_by("period") if detailed else ()
    return [
        *((row.grid.name if row.grid else gettext("Outside every grid"), row.period) for row in placed),
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
        Member, users, ("branch", "village", "kind", "ability", "capacity", "period"),
        of="user", names={"branch": branches, "village": areas},
    )  # fmt: skip


def _posts(ids: Collection[int], *, of: str = "") -> Source:
    return Source(
        Post, ids, ("kind", "area", "user", "period"),
        of=of, title="kind", names={"area": areas, "user": people},
    )  # fmt: skip
