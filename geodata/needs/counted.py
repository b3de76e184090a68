"""What is counted of needs, each number by one condition: the analysis counts by it, and the ledger lists what stands behind it."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

COUNTED: Mapping[str, str] = {
    "found": "true",
    "not_ended": "geodata_need.state NOT IN ('closed', 'declined', 'withdrawn', 'merged')",
    "declined": "geodata_need.state = 'declined'",
    "withdrawn": "geodata_need.state IN ('withdrawn', 'merged')",
    "in_grid": "geodata_need.settled_in = 'grid'",
    "in_village": "geodata_need.settled_in = 'village'",
    "in_township": "geodata_need.settled_in = 'township'",
    "in_county": "geodata_need.settled_in = 'county'",
    "closed": "geodata_need.state = 'closed'",
    "really_settled": "geodata_need.state = 'closed' AND geodata_need.answer IN ('satisfied', 'mostly')",
    "satisfied": "geodata_need.answer = 'satisfied'",
    "answered": "geodata_need.answer IN ('satisfied', 'mostly', 'not')",
    "unanswered": "geodata_need.answer = 'none'",
    "reopened": "geodata_need.reopened > 0",
}
"""Each number, and which needs it counts: the ledger lists them by the same condition (finding.py)."""
LABELS: Mapping[str, Promise] = {
    "found": _("Found"),
    "not_ended": _("Not ended yet"),
    "declined": pgettext_lazy("needs counted", "Declined"),
    "withdrawn": _("Withdrawn or merged"),
    "in_grid": _("Settled in the grid"),
    "in_village": _("Settled in the village"),
    "in_township": _("Settled in the township"),
    "in_county": _("Settled in the county"),
    "closed": pgettext_lazy("needs counted", "Closed"),
    "really_settled": _("Really settled"),
    "satisfied": pgettext_lazy("needs counted", "Satisfied"),
    "answered": _("Answered the follow-up"),
    "unanswered": _("No answer to the follow-up"),
    "reopened": pgettext_lazy("needs counted", "Reopened"),
}
