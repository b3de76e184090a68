"""Households that a late project concerns, as of any day: neither accepted nor dropped after its last planned day.

A project stands on a day where its last step until then has led: today that is what its row says, of a past day the steps are asked.
"""

from django.utils.translation import gettext_lazy as _

from geodata.base.figures import Figure, midnight, within
from geodata.base.scope import Right

END = midnight("%(on)s::date + 1")
"""The moment at which the day ends."""
LATE = f"""household_id IN (
    SELECT h.household_id FROM geodata_projecthousehold h JOIN geodata_livelihoodproject p ON p.id = h.project_id
    LEFT JOIN LATERAL (
        SELECT s.after, s.due_on FROM geodata_projectstep s
        WHERE p.moved_at >= {END} AND s.project_id = p.id AND s.at < {END}
        ORDER BY s.id DESC LIMIT 1
    ) led ON p.moved_at >= {END}
    WHERE {within("h.village_id")} AND h.added_at < {END} AND (h.left_at IS NULL OR h.left_at >= {END})
      AND CASE WHEN p.moved_at >= {END} THEN led.after ELSE p.state END IN ('proposed', 'approved', 'building')
      AND CASE WHEN p.moved_at >= {END} THEN led.due_on ELSE p.due_on END < %(on)s::date)"""  # noqa: S608

FIGURES = (
    Figure(
        name="project_late",
        label=_("Concerned by a project past its last planned day"),
        condition=LATE,
        place=207,
        gap="project_late",
        breaks="1,2,5,10",
        right=Right.NEED,
    ),
)
