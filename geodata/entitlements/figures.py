"""What entitlements leave to be done about households, as of any day.

An entitlement stands on a day where its last step until then has led, and is possible before its first one: today that is what its row
says, of a past day the steps are asked.
"""

from django.utils.translation import gettext_lazy as _

from geodata.base.figures import Figure, midnight, within
from geodata.base.scope import Right

BEGIN, END = midnight("%(on)s::date"), midnight("%(on)s::date + 1")
"""The moments at which the day begins and ends."""
STATE = f"CASE WHEN e.state_since >= {END} THEN coalesce(led.after, 'possible') ELSE e.state END"
SINCE = f"CASE WHEN e.state_since >= {END} THEN coalesce(led.at, e.at) ELSE e.state_since END"
LED = f"""LEFT JOIN LATERAL (
        SELECT s.after, s.at FROM geodata_entitlementstep s
        WHERE e.state_since >= {END} AND s.entitlement_id = e.id AND s.at < {END}
        ORDER BY s.id DESC LIMIT 1
    ) led ON e.state_since >= {END}"""  # noqa: S608
"""The last step until then, of what has moved since."""
OPEN = f"e.at < {END} AND (e.ended_at IS NULL OR e.ended_at >= {END})"
STOOD = f"""household_id IN (
    SELECT e.household_id FROM geodata_entitlement e
    {LED}
    WHERE {within("e.village_id")} AND {OPEN} AND {{state}} AND {{more}})"""  # noqa: S608


def _stood(states: str, more: str) -> str:
    return STOOD.format(state=f"{STATE} IN {states}", more=more)


def _for_days(days: int) -> str:
    return f"{SINCE} < {midnight(f'%(on)s::date - {days - 1}')}"


NOT_APPLIED = "('possible', 'confirmed', 'informed')"
UNFOLLOWED = _stood(NOT_APPLIED, _for_days(14))
CLOSING = _stood(
    "('possible', 'confirmed', 'informed', 'applying')",
    "e.apply_by BETWEEN %(on)s::date AND %(on)s::date + 14",
)
UNPAID = _stood("('granted')", _for_days(60))
ENTITLED = _stood("('granted', 'paid', 'expiring', 'renewed')", "TRUE")
"""As the funnel counts what was granted and whatever comes after."""
ANSWERS_MISSING = f"""household_id IN (
    SELECT m.household_id FROM geodata_matching m WHERE {within("m.village_id")} AND m.missing <> '{{}}' AND m."on" <= %(on)s::date)"""  # noqa: S608

SHEET = """(
    SELECT DISTINCT ON (c.household_id) c.id, c.household_id FROM geodata_card c
    WHERE {within} AND c.kind = 'policy' AND c.printed_on <= %(on)s::date ORDER BY c.household_id, c.printed_on DESC, c.id DESC)"""
CONFIRMED = "('confirmed', 'informed', 'applying', 'submitted', 'granted', 'paid', 'expiring', 'renewed')"
NO_CARD = _stood(
    CONFIRMED,
    """NOT EXISTS (SELECT FROM geodata_card c
        WHERE c.household_id = e.household_id AND c.kind = 'policy' AND c.printed_on <= %(on)s::date)""",
)
NOT_ON_IT = f"""household_id IN (
    SELECT e.household_id FROM {SHEET.format(within=within("c.village_id"))} c
    JOIN geodata_entitlement e ON e.household_id = c.household_id
    LEFT JOIN geodata_cardline l ON l.card_id = c.id AND l.entitlement_id = e.id AND l.policy_version_id = e.policy_version_id
    {LED}
    WHERE EXISTS (SELECT FROM geodata_cardline o WHERE o.card_id = c.id)
      AND (l.id IS NOT NULL) <> ({OPEN} AND {STATE} IN {CONFIRMED}))"""  # noqa: S608
"""What is confirmed and no line of the latest sheet, or a line of it and no longer so. A leaflet has no lines, and stays."""

FIGURES = (
    Figure(
        name="entitlement_unfollowed",
        label=_("Entitlement not followed up for 14 days"),
        condition=UNFOLLOWED,
        place=240,
        gap="entitlement_unfollowed",
        breaks="2,5,10,20",
        right=Right.ENTITLE,
    ),
    Figure(
        name="entitlement_closing",
        label=_("Entitlement whose window closes within 14 days"),
        condition=CLOSING,
        place=241,
        gap="entitlement_closing",
        breaks="1,2,5,10",
        right=Right.ENTITLE,
    ),
    Figure(
        name="granted_unpaid",
        label=_("Granted and not paid for 60 days"),
        condition=UNPAID,
        place=242,
        gap="granted_unpaid",
        breaks="1,2,5,10",
        right=Right.ENTITLE,
    ),
    Figure(
        name="door_answers_missing",
        label=_("Answer at the door missing"),
        condition=ANSWERS_MISSING,
        place=243,
        gap="door_answers_missing",
        breaks="20,40,60,80",
        right=Right.ENTITLE,
    ),
    Figure(
        name="policy_card_missing",
        label=_("No policy card or leaflet"),
        condition=f"NOT exempt AND {NO_CARD}",
        place=244,
        gap="policy_card_missing",
        breaks="10,20,40,60",
        right=Right.ENTITLE,
        help=_(
            "Households for which a policy is confirmed and that were given neither their own sheet nor the leaflet. Take one "
            "along to the next visit, and note on the household's page that it was handed over."
        ),
    ),
    Figure(
        name="policy_card_outdated",
        label=_("Policy card out of date"),
        condition=f"NOT exempt AND {NOT_ON_IT}",
        place=245,
        gap="policy_card_outdated",
        breaks="2,5,10,20",
        right=Right.ENTITLE,
        help=_(
            "Households whose own sheet no longer says what is confirmed for them: a policy came to it, ended, or has another "
            "version. Print it anew."
        ),
    ),
    Figure(
        name="entitled",
        label=_("With an entitlement"),
        condition=ENTITLED,
        place=246,
        breaks="5,10,20,40",
        right=Right.ENTITLE,
        help=_(
            "Households that were granted at least one policy, or somebody in them was, and for which it has not ended. "
            "This is no gap: there is nothing to be done, and where the map is darker there are more of them."
        ),
    ),
)
