"""The figures: each is one condition on a household's state, so that a count and its list cannot differ.

Conditions are SQL over the relation `state` of states.py: household_id, village_id, grid_id, linked, special,
exempt, has_point, interval, last_met, status, visits, person_times. Only constants from here reach the database.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

UNSEEN = "status IN ('never', 'overdue', 'long')"
"""Not met within the interval, or never."""


@dataclass(frozen=True, slots=True)
class Figure:
    """`of` names the figure that is its denominator."""

    name: str
    label: Promise | str
    condition: str
    of: str = "households"

    @property
    def needs_visits(self) -> bool:
        return "visits" in self.condition


FIGURES: dict[str, Figure] = {
    figure.name: figure
    for figure in (
        Figure("households", _("households"), "true"),
        Figure("linked", _("with a contact member"), "linked"),
        Figure("unlinked", _("without a contact member"), "NOT linked"),
        Figure("visited", _("visited in the window"), "visits > 0"),
        Figure("not_visited", _("not visited in the window"), "visits = 0"),
        Figure("never", _("never visited"), "status = 'never'"),
        Figure("ok", _("visited in time"), "status = 'ok'"),
        Figure("due", _("due"), "status = 'due'"),
        Figure("overdue", _("overdue"), "status = 'overdue'"),
        Figure("long", _("long overdue"), "status = 'long'"),
        Figure("exempt", _("exempt"), "status = 'exempt'"),
        Figure("unvisited", _("not visited within the interval"), UNSEEN),
        Figure("special", _("special households"), "special"),
        Figure("special_overdue", _("special households overdue"), f"special AND {UNSEEN}", of="special"),
        Figure("no_point", _("without a point"), "NOT has_point"),
        Figure("no_grid", _("outside every grid"), "grid_id IS NULL"),
    )
}

GAPS: dict[str, str] = {
    "no_contact": "unlinked",
    "unvisited": "unvisited",
    "never": "never",
    "due": "due",
    "overdue": "overdue",
    "long": "long",
    "special_overdue": "special_overdue",
    "no_point": "no_point",
    "no_grid": "no_grid",
    "not_visited": "not_visited",
}
"""The names of gaps, as asked for, and the figure that counts each."""
