"""Templates are put together from components, and a person can read them: none by hand, no line beyond 120 columns."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from gridmap.local.dependencies import ICONS

TEMPLATES = Path(settings.BASE_DIR) / "templates"
# Papers are laid out by another program, and the API's page belongs to its library.
OTHERS = ("components/", "print/", "drf_spectacular/")
WIDTH = 120
BY_HAND = {
    "c-trail": r'class="trail["\s]',
    "c-pager": r'class="pages["\s]',
    "c-page-head": r'class="head["\s]',
    "c-field": r'<div class="field["\s]',
    "c-choices": r'<fieldset class="choices["\s]',
    "c-action-bar": r'class="many["\s]',
    "c-tabs": r'class="tabs["\s]',
    "c-card": r'<(?:section|article|div|form|nav|p|details) [^>]*class="card["\s]',
    "c-notice": r'class="notice["\s]',
    "c-tag": r'class="tag["\s]',
    "c-tiles": r'class="tiles["\s]',
    "c-table": r"<table[\s>]",
    "c-empty": r'class="empty["\s]',
    "c-progress": r"<progress[\s>]",
}
"""What a component gives, as it looks when it is written by hand."""


def templates() -> list[str]:
    return sorted(str(each.relative_to(TEMPLATES)) for each in TEMPLATES.rglob("*.html"))


def by_hand(text: str) -> list[str]:
    return [component for component, pattern in BY_HAND.items() if re.search(pattern, text)]


def too_wide(text: str) -> list[int]:
    return [number for number, line in enumerate(text.splitlines(), 1) if len(line) > WIDTH]


def faults(name: str) -> list[str]:
    """What keeps a template from being in order."""
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    components = [] if name.startswith(OTHERS) else by_hand(text)
    return [*components, *(f"line {number}" for number in too_wide(text))]


@pytest.mark.parametrize("name", templates())
def test_a_template_is_in_order(name: str) -> None:
    assert faults(name) == []


@pytest.mark.parametrize(
    "line",
    [
        '<p class="trail">',
        '<nav class="pages" aria-label="x">',
        '<div class="field wrong">',
        '<section class="card flush">',
        "<table>",
    ],
)
def test_what_is_written_by_hand_would_be_seen(line: str) -> None:
    assert by_hand(line)
    assert not by_hand(
        '<c-trail><c-pager :page="page"/><c-field :field="form.day"/><c-card flush><c-table caption="x">'
    )


def test_every_icon_that_is_named_is_laid_out() -> None:
    named = {
        icon
        for each in TEMPLATES.rglob("*.html")
        for icon in re.findall(r'<c-icon [^>]*?name="([\w-]+)"', each.read_text(encoding="utf-8"))
    }
    assert named
    assert named <= set(ICONS)
