"""Colours by what they are for, each in light and in dark; the statuses' own stand in geodata/display/colours.py.

No sheet and no script names a colour but by its role here. What must be read keeps a contrast of 4.5 in both (tests/look/).
"""

from collections.abc import Mapping
from typing import NamedTuple


class Role(NamedTuple):
    """A colour in light and in dark."""

    light: str
    dark: str


ROLES: Mapping[str, Role] = {
    # Surfaces, and what is written on them.
    "ground": Role("#eef1f4", "#0e161d"),
    "card": Role("#ffffff", "#16212b"),
    "raised": Role("#f6f8fa", "#1c2935"),
    "ink": Role("#16242f", "#e8eef3"),
    "soft": Role("#51606f", "#a9b8c4"),
    "line": Role("#d9e0e6", "#2b3b49"),
    "rim": Role("#9fb0bf", "#5d7081"),
    "edge": Role("#71808e", "#8397a7"),
    # The bar on top, the same evening blue by day and by night.
    "brand": Role("#12405f", "#0b1f2e"),
    "brand-ink": Role("#ffffff", "#e8eef3"),
    "brand-edge": Role("#12405f", "#2b3b49"),
    "brand-line": Role("#ffffff66", "#ffffff4d"),
    "brand-light": Role("#ffffff26", "#ffffff1f"),
    "brand-mark": Role("#86bce0", "#6bb8ff"),
    "brand-focus": Role("#ffc966", "#ffc966"),
    # The one accent: what can be done, and what is chosen.
    "accent": Role("#12405f", "#6bb8ff"),
    "accent-ink": Role("#ffffff", "#08131c"),
    "accent-strong": Role("#0b2c43", "#93cbff"),
    "link": Role("#0f5288", "#7cc0ff"),
    "tint": Role("#e8f1f8", "#1d3446"),
    "tint-ink": Role("#153e60", "#b9defc"),
    "focus": Role("#b35c00", "#ffb454"),
    # What is said of something.
    "warn": Role("#8f2f08", "#ff9d80"),
    "warn-ground": Role("#fdf1e7", "#3a2018"),
    "good": Role("#1c5c3a", "#6fd6a4"),
    "good-ground": Role("#e9f5ee", "#153226"),
    "alarm": Role("#b3261e", "#ff7a6b"),
    "demo-ink": Role("#5b4300", "#f3dc9a"),
    "demo-ground": Role("#fff4d6", "#3a3110"),
    "demo-line": Role("#ecd9a0", "#5c4d1c"),
    "pointed": Role("#fff3df", "#3b3017"),
    "party": Role("#8c1d18", "#ff9a90"),
    # What lies over the page.
    "shadow": Role("#10202c26", "#00000080"),
    "veil": Role("#14202c99", "#000000b3"),
    "float": Role("#fffffff7", "#16212bf7"),
    # Maps, drawings of the server and the boundary editor.
    "map-ground": Role("#f4f2ea", "#131d26"),
    "map-edge": Role("#ffffffb0", "#0e161db0"),
    "map-area": Role("#ffffff", "#22313d"),
    "map-line": Role("#33475b", "#9db0be"),
    "map-ink": Role("#14202c", "#f2f6f9"),
    "map-halo": Role("#ffffff", "#0e161d"),
    "map-label": Role("#ffffffd9", "#0e161dd9"),
    # The base that the operator has imported: muted, below all else.
    "base-relief": Role("#8a9a6438", "#9fb07a2b"),
    "base-water": Role("#a9cbe0", "#2a4f68"),
    "base-road": Role("#c9c2b4", "#4a4f52"),
    "base-ink": Role("#51606f", "#a9b8c4"),
    "draw-line": Role("#0f5288", "#6bb8ff"),
    "draw-chosen": Role("#b35c00", "#ffb454"),
    "draw-begun": Role("#7a3e00", "#ffcf8a"),
    "draw-cross": Role("#7a0f5b", "#ff9be0"),
    "draw-locked": Role("#51606f", "#a9b8c4"),
    "draw-road": Role("#6b5d4a", "#b5a58e"),
    "draw-river": Role("#1b6f8f", "#5fb8dd"),
    "draw-load-below": Role("#f2c46bb3", "#7a5c14b3"),
    "draw-load-within": Role("#b9dfd0b3", "#1f5546b3"),
    "draw-load-above": Role("#d9734ab3", "#9c3f1cb3"),
    "draw-grid-chosen": Role("#ffe3b8b3", "#6b4a1cb3"),
    "draw-new": Role("#d98a1f33", "#d7660b4d"),
    "draw-trouble": Role("#b3261e59", "#ff7a6b59"),
    # White paper under a code that a machine reads.
    "paper": Role("#ffffff", "#ffffff"),
    "watermark": Role("#0000000f", "#ffffff14"),
    "print": Role("#000000", "#000000"),
}
