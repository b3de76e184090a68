"""What orders leave to be done about households, as of any day.

An order stands on a day where its last step until then has led: today that is what its row says, of a past day the steps are asked.
"""

from django.utils.translation import gettext_lazy as _

from geodata.base.figures import Figure, midnight, within
from geodata.base.scope import Right

BEGIN, END = midnight("%(on)s::date"), midnight("%(on)s::date + 1")
"""The moments at which the day begins and ends."""
STOOD = f"""household_id IN (
    SELECT o.household_id FROM geodata_serviceorder o
    LEFT JOIN LATERAL (
        SELECT s.after, s.at FROM geodata_orderstep s
        WHERE o.state_since >= {END} AND s.order_id = o.id AND s.at < {END}
        ORDER BY s.id DESC LIMIT 1
    ) led ON o.state_since >= {END}
    WHERE {within("o.village_id")} AND o.household_id IS NOT NULL AND o.at < {END} AND (o.ended_at IS NULL OR o.ended_at >= {BEGIN})
      AND {{state}} AND {{more}})"""  # noqa: S608
STATE = f"CASE WHEN o.state_since >= {END} THEN led.after ELSE o.state END"
SINCE = f"CASE WHEN o.state_since >= {END} THEN led.at ELSE o.state_since END"
WORKDAY_AGO = """(
    SELECT day FROM (
        SELECT d::date AS day FROM generate_series(%(on)s::date - 40, %(on)s::date, '1 day') d
        LEFT JOIN geodata_workday w ON w.day = d::date
        WHERE coalesce(w.works, extract(isodow FROM d) < 6) ORDER BY d DESC LIMIT 3
    ) last ORDER BY day LIMIT 1)"""
"""The first of the last three working days: what was ordered before it has waited for more than two."""


def _stood(states: str, more: str) -> str:
    return STOOD.format(state=f"{STATE} IN {states}", more=more)


FIGURES = (
    Figure(
        name="order_untaken",
        label=_("Order not taken for two working days"),
        condition=_stood("('ordered', 'dispatched')", f"o.at < {midnight(WORKDAY_AGO)}"),
        place=300,
        gap="order_untaken",
        breaks="1,2,5,10",
        right=Right.SERVE,
    ),
    Figure(
        name="order_late",
        label=_("Order past its day"),
        condition=_stood("('ordered', 'dispatched', 'taken', 'in_service')", f"o.due_at < {END}"),
        place=301,
        gap="order_late",
        breaks="1,2,5,10",
        right=Right.SERVE,
    ),
    Figure(
        name="order_unrated",
        label=_("Order finished, and nobody has asked how it was for three days"),
        condition=_stood("('finished')", f"{SINCE} < {midnight('%(on)s::date - 2')}"),
        place=302,
        gap="order_unrated",
        breaks="1,2,5,10",
        right=Right.SERVE,
    ),
)
