"""A county with its townships and villages, as areas without borders."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.audit.record import record_access
from geodata.base.access import require
from geodata.base.errors import BadInput, Conflict
from geodata.base.periods import FIRST_DAY, since
from geodata.base.scope import Right, Scope
from geodata.posts.department_defaults import load_missing_departments
from geodata.setup.concept import Action
from geodata.setup.divisions import County, Division
from geodata.territory.codes import parent_code
from geodata.territory.models import Area

MOST = 2_000
"""Townships and villages of a county; the largest of China has about 1,200."""


@dataclass(frozen=True, slots=True)
class Added:
    """What came of it."""

    townships: int
    villages: int
    known: int
    """Areas that were there before: they stay as they are."""


@transaction.atomic
def add_county(county: County, *, by: User, scope: Scope) -> Added:
    """Add what of the county is not there yet, and the departments that every county begins with; all of it or nothing.
    It holds for every day of which anything is known.

    Raises NotAllowed for who is no administrator, Conflict where somebody else adds the same meanwhile.
    """
    require(scope, Right.ACCOUNTS)
    if not 0 < len(county.inside) <= MOST:
        raise BadInput(_("This is more than a county has."), field="county", value=county.code)
    above = Division(county.code, county.name, "county", "")
    wanted = [above, *county.inside]
    known = {area.code: area for area in Area.objects.filter(code__in=_family(wanted)).order_by("period")}
    fresh = [each for each in wanted if each.code not in known]
    try:
        with transaction.atomic():
            for level in ("county", "township", "village"):
                known |= _made([each for each in fresh if each.level == level], known)
    except IntegrityError as error:
        raise Conflict(
            _("Somebody else has added these divisions meanwhile."), remedy=_("Load the page again.")
        ) from error
    load_missing_departments()
    added = Added(
        townships=sum(each.level == "township" for each in fresh),
        villages=sum(each.level == "village" for each in fresh),
        known=len(wanted) - len(fresh),
    )
    record_access(
        user=by,
        action=Action.DIVISIONS_ADDED,
        subject=county.code,
        details={"new": len(fresh), "known": added.known},
    )
    return added


def _family(wanted: list[Division]) -> list[str]:
    """Their codes, and that of the city above, which may be there."""
    return [each.code for each in wanted] + [parent_code(wanted[0].code) or ""]


def _made(fresh: list[Division], known: dict[str, Area]) -> dict[str, Area]:
    rows = [
        Area(
            code=each.code,
            name=each.name,
            level=each.level,
            kind=each.kind,
            parent=known.get(parent_code(each.code) or ""),
            period=since(FIRST_DAY),
        )
        for each in fresh
    ]
    return {row.code: row for row in Area.objects.bulk_create(rows)}
