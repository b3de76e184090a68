"""The one place where a status or a class becomes a colour, a pattern and a word.

Five steps from well to badly looked after. Their colours are told apart under every colour blindness (smallest CAM02 ΔE
16.5, in dark 21.7) and in grey; the patterns and words carry the same without any colour. On a dark page what is badly
looked after is the lightest.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Tone:
    """One step: its fill and the ink of its pattern, by day and on a dark page; the pattern as an SVG path in a square of 8 by 8."""

    name: str
    fill: str
    ink: str
    dark: str
    dark_ink: str
    path: str
    word: Promise | str = ""


OUTLINE = "#33485A"
"""Borders of townships and villages on paper."""

STEPS = ("ok", "due", "overdue", "long", "never")
"""From the lightest to the darkest; also the five classes of a share."""

TONES: dict[str, Tone] = {
    tone.name: tone
    for tone in (
        Tone("ok", "#D3E8F8", "#D3E8F8", "#1D3547", "#1D3547", "", _("Visited in time")),
        Tone("due", "#86BCE0", "#3F7FAE", "#2F6B98", "#83BCE4", "M2 2h1v1h-1zM6 6h1v1h-1z", _("due")),
        Tone("overdue", "#D98A1F", "#A8660F", "#D7660B", "#8A3B00", "M-1 5l6 -6M1 9l8 -8", _("Overdue")),
        Tone(
            "long",
            "#9C3A0B",
            "#CF8A63",
            "#FCAC7E",
            "#B3602F",
            "M-1 3l6 6M3 -1l6 6M-1 5l6 -6M3 9l6 -6",
            _("Long overdue"),
        ),
        Tone("never", "#2E0F28", "#6E4A67", "#FFE4F1", "#B5809D", "M0 2h8M0 6h8", _("Never visited")),
        # No step: nobody to visit; too few to compare; nothing to count.
        Tone("exempt", "#FFFFFF", "#8A94A0", "#16212B", "#74879A", "M4 3.5h1v1h-1z", _("exempt")),
        Tone("few", "#FFFFFF", "#8A94A0", "#16212B", "#74879A", "M0 4h8", _("Fewer than 5")),
        Tone("none", "#E9ECEF", "#A7AFB8", "#2A3946", "#5F7283", "M-1 3l6 6M3 -1l6 6", _("No data")),
    )
}

DIFFERENCES: dict[str, Tone] = {
    tone.name: tone
    for tone in (
        Tone("much_less", "#01665E", "#6FB5AE", "#8CE0D6", "#3C8F87", "M4 0v8M0 4h8"),
        Tone("less", "#80CDC1", "#2F8F82", "#2C7A72", "#86D3C9", "M2 2h1v1h-1zM6 6h1v1h-1z"),
        Tone("same", "#F5F5F0", "#F5F5F0", "#2B3640", "#2B3640", ""),
        Tone("more", "#DFC27D", "#9A7420", "#8A6420", "#E6C27A", "M-1 5l6 -6M1 9l8 -8"),
        Tone(
            "much_more", "#8C510A", "#D9A566", "#F5C98A", "#A8742E", "M-1 3l6 6M3 -1l6 6M-1 5l6 -6M3 9l6 -6"
        ),
    )
}
"""From much less to much more around none, for maps of a difference: teal against brown, which every colour blindness tells
apart; what has moved furthest stands out most, by day from a light middle and on a dark page from a dark one."""
DRAWN: dict[str, Tone] = TONES | DIFFERENCES
"""All that a map can fill an area with."""
