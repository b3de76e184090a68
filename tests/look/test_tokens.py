"""One place for every colour, size and space, in light and in dark; and what is read can be read."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from django.conf import settings

from geodata.display.colours import STEPS, TONES
from gridmap.look.sheet import LARGE, PLACE, SHEETS, SIZES, colours, sheet

HOUSE = Path(settings.BASE_DIR)
CSS = [each for each in sorted(PLACE.parent.glob("*.css")) if each != PLACE]
PAGES = sorted((HOUSE / "templates").rglob("*.*"))
SCRIPTS = sorted((HOUSE / "gridmap" / "static").rglob("*.js"))
SOURCES = sorted(each for part in ("geodata", "api", "gridmap") for each in (HOUSE / part).rglob("*.py"))
OWNERS = [HOUSE / "geodata/display/colours.py", HOUSE / "gridmap/look/roles.py"]
HEX = re.compile(r"(?<![&\w/'-])#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})(?![\w-])")
OTHER = re.compile(
    r"\b(?:rgba?|hsla?|oklch|lab)\(|(?:color|background|fill|stroke)(?:: |=\")(?:white|black|red|gr[ae]y)\b"
)
READ = [
    *(("ink", ground) for ground in ("ground", "card", "raised", "tint", "pointed", "warn-ground", "good-ground", "demo-ground")),
    *(("soft", ground) for ground in ("ground", "card", "raised", "tint", "pointed")),
    *(("link", ground) for ground in ("ground", "card", "raised", "tint", "pointed", "warn-ground", "good-ground", "demo-ground")),
    *((said, ground) for said in ("warn", "alarm", "good") for ground in ("card", "ground")),
    ("warn", "warn-ground"), ("warn", "tint"), ("good", "good-ground"), ("tint-ink", "tint"), ("demo-ink", "demo-ground"),
    ("accent", "card"), ("accent", "tint"), ("accent-ink", "accent"), ("accent-ink", "accent-strong"),
    ("brand-ink", "brand"), ("card", "warn"), ("map-ink", "map-ground"), ("map-ink", "map-halo"), ("party", "card"),
]  # fmt: skip
SEEN = [
    ("edge", "card"), ("edge", "ground"), ("focus", "card"), ("focus", "ground"), ("brand-focus", "brand"),
    ("brand-mark", "brand"), ("map-line", "map-ground"), ("map-line", "map-area"), ("alarm", "map-area"),
    ("draw-line", "map-ground"), ("draw-chosen", "map-ground"), ("draw-cross", "map-ground"), ("draw-river", "map-ground"),
    ("draw-road", "map-ground"), ("draw-begun", "map-ground"), ("draw-locked", "map-ground"),
]  # fmt: skip


def luminance(colour: str) -> float:
    """Relative luminance as WCAG defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def told(files: list[Path], wrong: re.Pattern[str]) -> list[str]:
    """Where the pattern stands in these files, comments aside."""
    return [
        f"{file.relative_to(HOUSE)}: {found[0]}"
        for file in files
        for found in wrong.finditer(
            re.sub(r"/\*.*?\*/|\{#.*?#\}", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
        )
    ]


def test_the_sheet_of_tokens_is_what_its_source_says() -> None:
    assert PLACE.read_text(encoding="utf-8") == sheet(), "python -m gridmap.look.sheet"


def test_the_sheets_are_those_of_every_page_and_the_editors() -> None:
    assert {each.stem for each in PLACE.parent.glob("*.css")} == {*SHEETS, "editor"}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_is_read_has_a_contrast_of_four_and_a_half(theme: str) -> None:
    tokens = colours(theme)
    low = {f"{ink} on {ground}": round(contrast(tokens[ink], tokens[ground]), 2) for ink, ground in READ}
    assert {pair: ratio for pair, ratio in low.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_is_seen_has_a_contrast_of_three(theme: str) -> None:
    tokens = colours(theme)
    low = {f"{one} on {other}": round(contrast(tokens[one], tokens[other]), 2) for one, other in SEEN}
    assert {pair: ratio for pair, ratio in low.items() if ratio < 3} == {}


def test_on_a_dark_page_the_steps_go_from_dark_to_light() -> None:
    steps = [luminance(TONES[step].dark) for step in STEPS]
    assert all((lighter + 0.05) / (darker + 0.05) > 1.4 for darker, lighter in pairwise(steps))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_pattern_can_be_seen_on_its_fill(theme: str) -> None:
    tokens = colours(theme)
    faint = [
        name
        for name, tone in TONES.items()
        if tone.path and contrast(tokens[f"tone-{name}"], tokens[f"tone-{name}-ink"]) < 1.6
    ]
    assert faint == []


def test_large_type_leaves_nothing_smaller_than_the_text_of_others() -> None:
    sizes, large = ([float(size.removesuffix("rem")) for size in each] for each in (SIZES, LARGE))
    assert min(large) >= sizes[2]
    assert all(more > less for less, more in zip(sizes, large, strict=True))


@pytest.mark.parametrize("wrong", [HEX, OTHER])
def test_no_colour_stands_outside_the_tokens(wrong: re.Pattern[str]) -> None:
    assert told([*CSS, *PAGES, *SCRIPTS], wrong) == []
    assert [
        line
        for line in told(SOURCES, HEX)
        if not line.startswith(tuple(str(own.relative_to(HOUSE)) for own in OWNERS))
    ] == []


def test_a_colour_outside_would_be_seen(tmp_path: Path) -> None:
    for text in (
        "a { color: #fff; }",
        'fill="#9C3A0B"',
        'stroke("#1b6f8f80")',
        "a { background: rgb(1, 2, 3); }",
        "a { color: red; }",
    ):
        (tmp_path / "x.css").write_text(text)
        assert HEX.search(text) or OTHER.search(text), text
    assert not HEX.search("url(#tone-ok) &#39; href='#main'")


def test_sizes_of_type_and_spaces_are_tokens() -> None:
    size = re.compile(r"font(?:-size)?: [^;}]*?(?<![\w.])[\d.]+(?:rem|px)(?!\))[^;}]*")
    space = re.compile(r"(?:padding|margin|gap)[\w-]*: [^;}]*?[\d.]+rem[^;}]*")
    meant = {
        # Units of a drawing, not of the page.
        "gridmap/static/gridmap/css/map.css: font-size: 22px",
        "gridmap/static/gridmap/css/cards.css: font-size: 17px",
        "gridmap/static/gridmap/css/cards.css: font-size: 12px",
        "gridmap/static/gridmap/css/cards.css: font-size: 11px",
        # In fields of less than 16 pixels phones zoom by themselves.
        "gridmap/static/gridmap/css/base.css: font-size: max(1rem, var(--t3))",
    }
    assert set(told(CSS, size)) == meant
    assert told(CSS, space) == []
