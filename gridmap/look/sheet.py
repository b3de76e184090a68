"""The sheet of tokens: `python -m gridmap.look.sheet` writes it from the colours, sizes and spacings that stand here and beside.

Everything else of the look is said in terms of these. Dark is chosen by `data-theme` on <html> ("auto": as the system is
set), large type by `data-size`; paper is always light.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

from geodata.display.colours import DRAWN
from gridmap.look.roles import ROLES

PLACE = Path(__file__).parents[1] / "static" / "gridmap" / "css" / "tokens.css"

SHEETS = ("tokens", "base", "forms", "tables", "cards", "map", "print")
"""Of every page, in this order; the boundary editor has one more."""

SPACES = (".125rem", ".25rem", ".5rem", ".75rem", "1rem", "1.5rem", "2rem", "3rem")
"""--s1 to --s8."""
SIZES = (".8125rem", ".875rem", ".9375rem", "1.125rem", "1.5rem", "2.125rem")
"""--t1 to --t6: a remark, a table, the text, a heading, a page's heading, a figure."""
LARGE = ("1rem", "1.0625rem", "1.1875rem", "1.375rem", "1.75rem", "2.375rem")
"""The same in large type: nothing is smaller than the text of others."""
FIXED = {
    "radius": "8px",
    "round": "999px",
    "touch": "2.5rem",
    "tiles": "none",
    "font": 'system-ui, -apple-system, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", '
    '"Source Han Sans SC", "WenQuanYi Micro Hei", sans-serif',
    "mono": "ui-monospace, Consolas, monospace",
}

HEAD = (
    "/* Written by gridmap/look/sheet.py: change it there. Colours by role, 8 spacings, 6 sizes of type. */"
)


def sheet() -> str:
    """The whole text of tokens.css."""
    light = FIXED | numbered("s", SPACES) | numbered("t", SIZES) | colours("light")
    dark = {"tiles": "brightness(.7) contrast(1.1)"} | colours("dark")
    large = {"touch": "3rem"} | numbered("t", LARGE)
    return "\n".join(
        [
            HEAD,
            block(":root", {"color-scheme": "light"} | custom(light)),
            block('[data-size="large"]', custom(large)),
            "@media screen {",
            block('[data-theme="dark"]', {"color-scheme": "dark"} | custom(dark)),
            "}",
            "@media screen and (prefers-color-scheme: dark) {",
            block('[data-theme="auto"]', {"color-scheme": "dark"} | custom(dark)),
            "}",
            "",
        ]
    )


def colours(theme: str) -> dict[str, str]:
    """Every role and every tone of a status in one theme, "light" or "dark"."""
    dark = theme == "dark"
    roles = {name: role.dark if dark else role.light for name, role in ROLES.items()}
    fills = {f"tone-{tone.name}": tone.dark if dark else tone.fill for tone in DRAWN.values()}
    inks = {f"tone-{tone.name}-ink": tone.dark_ink if dark else tone.ink for tone in DRAWN.values()}
    return roles | {name: value.lower() for name, value in (fills | inks).items()}


def custom(values: Mapping[str, str]) -> dict[str, str]:
    return {f"--{name}": value for name, value in values.items()}


def numbered(letter: str, values: Iterable[str]) -> dict[str, str]:
    return {f"{letter}{number}": value for number, value in enumerate(values, 1)}


def block(selector: str, values: Mapping[str, str]) -> str:
    return "\n".join([f"{selector} {{", *(f"  {name}: {value};" for name, value in values.items()), "}"])


if __name__ == "__main__":
    PLACE.write_text(sheet(), encoding="utf-8")
