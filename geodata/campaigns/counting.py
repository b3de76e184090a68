"""Who is unreached in a roll-call that is open, as of any day: a gap of its household. A drill counts nowhere."""

from django.utils.translation import gettext_lazy as _

from geodata.base.figures import Figure, midnight, within
from geodata.base.scope import Right

END = midnight("%(on)s::date + 1")
REACHED = "('ok', 'needs', 'away_ok', 'refused')"
UNREACHED = f"""household_id IN (
    SELECT t.household_id FROM geodata_campaign c JOIN geodata_campaigntarget t ON t.campaign_id = c.id
    WHERE {within("t.village_id")} AND c.reason <> 'drill' AND c.opened_at < {END} AND (c.closed_at IS NULL OR c.closed_at >= {END}) AND t.added_at < {END}
      AND coalesce(CASE WHEN t.made_at >= {END} THEN (
              SELECT r.state FROM geodata_campaignresult r WHERE r.target_id = t.id AND r.made_at < {END}
              ORDER BY r.made_at DESC, r.id DESC LIMIT 1
          ) ELSE t.state END, '') NOT IN {REACHED})"""  # noqa: S608
"""Today that is what the target's row says, of a past day its results are asked."""

FIGURES = (
    Figure(
        name="campaign_unreached",
        label=_("Not reached in a roll-call"),
        condition=UNREACHED,
        place=250,
        gap="campaign_unreached",
        breaks="1,5,20,50",
        right=Right.CAMPAIGN,
        help=_(
            "Asked for by a roll-call that is open, and nobody has reached it yet. Go there, call, or ask a neighbour."
        ),
    ),
)
