"""Who is told of a change: the office that is to decide, and whoever proposed it."""

import datetime as dt
from collections.abc import Iterable, Mapping

from geodata.audit.notices import Told, tell, tell_each
from geodata.base.scope import Right
from geodata.contacts.rights import kinds_with
from geodata.people.models import Household
from geodata.posts.models import Post
from geodata.register.concept import NoticeKind
from geodata.register.models import FRAGMENT, RegisterChange
from geodata.territory import codes

LINK = "/register/"


def tell_office(change: RegisterChange, *, at: dt.datetime) -> None:
    """Those of the village that decides who may, or of the nearest area above it that has somebody; once while others wait."""
    others = RegisterChange.objects.waiting().decided_in([change.deciding.pk]).exclude(pk=change.pk)
    if others.exists():
        return
    village = change.deciding
    may = (
        Post.objects.on(at.date())
        .filter(kind__in=kinds_with(Right.CONFIRM))
        .exclude(user=change.proposed_by_id)
    )
    for code in (village.code, *codes.ancestors(village.code)[::-1]):
        if users := set(may.filter(area__code=code).values_list("user_id", flat=True)):
            tell(users, kind=NoticeKind.CHANGE_PROPOSED, subject=village.name, link=LINK, at=at)
            return


def tell_proposers(changes: Iterable[RegisterChange], kind: str, *, at: dt.datetime) -> None:
    """What became of each. Led to the household: whoever proposes need not be one who decides. Of whom and why is worked out
    when it is shown (notices.py): what is stored names nobody. Two statements.
    """
    some = list(changes)
    keys = {key for change in some if change.household is None for key in change.households}
    made = Household.objects.in_bulk(keys) if keys else {}
    tell_each([_told(change, made) for change in some], kind=kind, at=at)


def _told(change: RegisterChange, made: Mapping[int, Household]) -> Told:
    home = change.household or next((made[key] for key in change.households if key in made), None)
    page = f"/households/{home.token}/" if home else "/"
    subject = f"{change.village.name} {change.effective_on.isoformat()}"
    return Told(change.proposed_by_id, subject, f"{page}{FRAGMENT}{change.pk}")
