"""The one place where a status or a class becomes a colour, a pattern and a word.

Five steps from well to badly looked after. Their colours are told apart under every colour blindness and in grey print;
the patterns and words carry the same without any colour.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Tone:
    """One step: its fill, the ink of its pattern, and the pattern as an SVG path in a square of 8 by 8."""

    name: str
    fill: str
    ink: str
    path: str
    word: Promise | str = ""


STEPS = ("ok", "due", "overdue", "long", "never")
"""From the lightest to the darkest; also the five classes of a share."""

TONES: dict[str, Tone] = {
    tone.name: tone
    for tone in (
        Tone("ok", "#D3E8F8", "#D3E8F8", "", _("visited in time")),
        Tone("due", "#86BCE0", "#3F7FAE", "M2 2h1v1h-1zM6 6h1v1h-1z", _("due")),
        Tone("overdue", "#D98A1F", "#A8660F", "M-1 5l6 -6M1 9l8 -8", _("overdue")),
        Tone("long", "#9C3A0B", "#CF8A63", "M-1 3l6 6M3 -1l6 6M-1 5l6 -6M3 9l6 -6", _("long overdue")),
        Tone("never", "#2E0F28", "#6E4A67", "M0 2h8M0 6h8", _("never visited")),
        # No step: nobody to visit; too few to compare; nothing to count.
        Tone("exempt", "#FFFFFF", "#8A94A0", "M4 3.5h1v1h-1z", _("exempt")),
        Tone("few", "#FFFFFF", "#8A94A0", "M0 4h8", _("fewer than 5")),
        Tone("none", "#E9ECEF", "#A7AFB8", "M-1 3l6 6M3 -1l6 6", _("no data")),
    )
}
