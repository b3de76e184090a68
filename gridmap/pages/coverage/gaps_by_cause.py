"""The gaps of a village by their cause, and beside each what is to be done about it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from geodata.base.scope import Right, Scope
from geodata.coverage import gap_reasons, states
from geodata.coverage.counts import Row
from geodata.coverage.figures import FIGURES
from geodata.coverage.gap_reasons import Cause
from geodata.territory.models import Area
from gridmap.pages.base.asked import Asked, gap_of

LISTED = {
    "special_overdue": _("Visit them first"),
    "never": _("Plan a first visit"),
    "long": _("Plan a visit"),
    "overdue": _("Plan a visit"),
    "due_in_7": _("Visit them in time"),
    "no_point": _("Set their positions"),
    "no_grid": _("Set their grid"),
}
"""Figures whose list is what is to be worked through, and the words of the link."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A cause, how many households have it, and the link that leads to the remedy."""

    label: Promise | str
    number: int
    action: Promise | str
    href: str
    group: Promise | str


def gaps_of_village(area: Area, row: Row, *, scope: Scope, query: Asked) -> list[Gap]:
    """Those that there are. Two queries."""
    own = scope.to(Right.HOUSEHOLDS)
    question = states.Question(states.select(scope=own, area=area, on=query.on), on=query.on)
    causes = gap_reasons.counted(question)
    contacts, visits, posts = _("Contacts"), _("Visits to be made"), _("Grids")
    assigns = scope.to(Right.LINK).holds_code(area.code)
    bench, lists = reverse("workbench"), reverse("gaps")
    here = query.address("area", area=area.code)
    found = [
        Gap(
            cause.label,
            causes[cause.value],
            _("Assign a contact") if assigns else _("Show them"),
            f"{bench}?{here}&cause={cause.value}" if assigns else f"{lists}?{here}&gap=no_contact",
            contacts,
        )
        for cause in Cause
    ]
    found += [
        Gap(
            FIGURES[name].label,
            row.counts[name],
            action,
            f"{lists}?{here}&gap={gap_of(name)}",
            visits if name not in ("no_point", "no_grid") else posts,
        )
        for name, action in LISTED.items()
    ]
    appoints = scope.may(Right.APPOINT)
    vacant = f"{reverse('coverage')}?{here}&by=grid&metric=leader_posts_vacant"
    found += [
        Gap(
            _("Leader posts vacant"),
            row.counts["leader_posts_vacant"],
            _("Appoint someone") if appoints else _("Show them"),
            f"{reverse('posts')}?{here}&state=vacant" if appoints else vacant,
            posts,
        ),
        Gap(
            _("Grids without a branch"),
            row.counts["grids_without_branch"],
            _("Join a branch") if assigns else _("Show them"),
            f"{reverse('branches')}?{here}&state=without",
            posts,
        ),
    ]
    return [gap for gap in found if gap.number]
