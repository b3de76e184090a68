"""What needs leave to be done about households, as of any day. Sensitive needs stand in none of it.

A need stands on a day where its last step until then has led: today that is what its row says, of a past day the steps are asked.
"""

from django.utils.translation import gettext_lazy as _

from geodata.base.figures import Figure, midnight, within
from geodata.base.scope import Right

BEGIN, END = midnight("%(on)s::date"), midnight("%(on)s::date + 1")
"""The moments at which the day begins and ends."""
OPEN = "('new', 'accepted', 'consulting', 'assigned', 'in_progress')"
STOOD = f"""household_id IN (
    SELECT n.household_id FROM geodata_need n
    LEFT JOIN LATERAL (
        SELECT s.after, s.due_at, s.at FROM geodata_needstep s
        WHERE n.state_since >= {END} AND s.need_id = n.id AND s.at < {END}
        ORDER BY s.id DESC LIMIT 1
    ) led ON n.state_since >= {END}
    WHERE {within("n.village_id")} AND n.household_id IS NOT NULL AND NOT n.sensitive AND n.at < {END}
      AND (n.ended_at IS NULL OR n.ended_at >= {BEGIN})
      AND {{state}} AND {{more}})"""  # noqa: S608
STATE = f"CASE WHEN n.state_since >= {END} THEN led.after ELSE n.state END"
DUE = f"CASE WHEN n.state_since >= {END} THEN led.due_at ELSE n.due_at END"
SINCE = f"CASE WHEN n.state_since >= {END} THEN led.at ELSE n.state_since END"


def _stood(states: str, more: str = "true") -> str:
    return STOOD.format(state=f"{STATE} IN {states}", more=more)


WORKDAY_AGO = """(
    SELECT day FROM (
        SELECT d::date AS day FROM generate_series(%(on)s::date - 40, %(on)s::date, '1 day') d
        LEFT JOIN geodata_workday w ON w.day = d::date
        WHERE coalesce(w.works, extract(isodow FROM d) < 6) ORDER BY d DESC LIMIT 3
    ) last ORDER BY day LIMIT 1)"""
"""The first of the last three working days: what was new before it has waited for more than two."""

UNACCEPTED = _stood("('new')", f"{SINCE} < {midnight(WORKDAY_AGO)}")
LATE = _stood(OPEN, f"{DUE} < {END}")
UNFOLLOWED = _stood("('done')", f"{SINCE} < {midnight('%(on)s::date - 6')}")
ASSIGNMENT_LATE = f"""household_id IN (
    SELECT n.household_id FROM geodata_need n JOIN geodata_assignment a ON a.need_id = n.id
    WHERE {within("n.village_id")} AND NOT n.sensitive AND a.at < {END} AND a.due_at < {END}
      AND (a.state IN ('given', 'accepted') OR a.decided_at >= {END}))"""  # noqa: S608
REVISIT = f"""household_id IN (
    SELECT n.household_id FROM geodata_need n JOIN geodata_dispute d ON d.need_id = n.id
    WHERE {within("n.village_id")} AND NOT n.sensitive AND d.outcome = 'agreed' AND d.decided_at < {END} AND d.revisit_on <= %(on)s::date
      AND (d.revisited_on IS NULL OR d.revisited_on > %(on)s::date))"""  # noqa: S608
REPEATED = f"""household_id IN (
    SELECT n.household_id FROM geodata_need n
    WHERE {within("n.village_id")} AND n.household_id IS NOT NULL AND NOT n.sensitive AND n.at < {END}
      AND n.state <> 'merged' AND (n.ended_at IS NULL OR n.ended_at >= {END})
      AND NOT EXISTS (SELECT FROM geodata_needstep s
                      WHERE s.need_id = n.id AND s.at < {END} AND s.before <> '' AND s.move <> 'recalculate')
    GROUP BY n.household_id, n.category_id HAVING count(*) > 1)"""  # noqa: S608
"""The same household and category, twice or more, and nothing was done about any of them."""

FIGURES = (
    Figure(
        name="need_open",
        label=_("Need open"),
        condition=_stood(OPEN),
        place=200,
        gap="need_open",
        breaks="1,2,5,10",
        right=Right.NEED,
    ),
    Figure(
        name="need_late",
        label=_("Need past its deadline"),
        condition=LATE,
        place=201,
        gap="need_late",
        breaks="1,2,5,10",
        right=Right.NEED,
    ),
    Figure(
        name="need_unaccepted",
        label=_("Need not accepted for two working days"),
        condition=UNACCEPTED,
        place=202,
        gap="need_unaccepted",
        breaks="1,2,5,10",
        right=Right.NEED,
    ),
    Figure(
        name="need_unfollowed",
        label=_("Need done and not followed up for a week"),
        condition=UNFOLLOWED,
        place=203,
        gap="need_unfollowed",
        breaks="1,2,5,10",
        right=Right.NEED,
    ),
    Figure(
        name="assignment_late",
        label=_("Assignment past its deadline"),
        condition=ASSIGNMENT_LATE,
        place=204,
        gap="assignment_late",
        breaks="1,2,5,10",
        right=Right.NEED,
    ),
    Figure(
        name="dispute_revisit",
        label=_("Agreement of a dispute to be looked at again"),
        condition=REVISIT,
        place=205,
        gap="dispute_revisit",
        breaks="1,2,5,10",
        right=Right.NEED,
    ),
    Figure(
        name="need_repeated",
        label=_("The same need noted again, with nothing done"),
        condition=REPEATED,
        place=206,
        gap="need_repeated",
        breaks="1,2,5,10",
        right=Right.NEED,
    ),
)
