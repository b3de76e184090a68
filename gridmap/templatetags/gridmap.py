"""What templates say in many places: a swatch, a share, a status, the address of a question with a change."""

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from geodata import wording
from geodata.imports.findings import Case, Question
from geodata.imports.preview import label_of
from geodata.imports.report import LABELS
from geodata.reports.palette import TONES, Tone
from geodata.reports.shares import Share
from geodata.territory.models import Area
from geodata.visits.models import Visit
from gridmap.pages.asking import Asked
from gridmap.pages.tables import Cell, TableLine

register = template.Library()


@register.simple_tag
def swatch(name: str) -> SafeString:
    """A square in a tone's colour and pattern. The words stand beside it."""
    return format_html(
        '<svg class="swatch" width="16" height="16" aria-hidden="true" focusable="false">'
        '<rect width="16" height="16" rx="2" fill="url(#tone-{})"/></svg>',
        TONES[name].name,
    )


@register.simple_tag
def status(name: str) -> SafeString:
    """A visit status: swatch and word."""
    return format_html('<span class="status">{}<span>{}</span></span>', swatch(name), TONES[name].word)


@register.simple_tag
def tones() -> list[Tone]:
    return list(TONES.values())


@register.simple_tag
def address(asked: Asked, *names: str, **changes: Any) -> str:
    """The query string of a question with changes; only the parts that are named, if any are."""
    return asked.address(*names, **changes)


@register.simple_tag
def number(cell: Cell, asked: Asked, code: str | None) -> SafeString:
    """A number, a link where its list may be seen, with its denominator and share. In Python: a table has thousands."""
    if cell.ledger and cell.share.part and not asked.category:
        told = ledger_address(asked, code or asked.area)
        shown = format_html('<a href="{}?{}">{}</a>', _ledger(), told, cell.share.part)
    elif cell.gap and cell.share.part:
        told = asked.address("window", "category", "on", area=code or asked.area, gap=cell.gap)
        shown = format_html('<a href="{}?{}">{}</a>', _lists(), told, cell.share.part)
    else:
        shown = format_html("{}", cell.share.part_text)
    if not cell.column.of:
        return shown
    whole = "of all" if cell.column.of == "households" else "of"
    share = '{}<span class="{}"> / {}</span><span class="share">{}</span>'
    return format_html(share, shown, whole, cell.share.whole_text, cell.share.text)


@register.simple_tag
def numbers(line: TableLine, asked: Asked, chosen: str) -> SafeString:
    """The cells of a row; all but the chosen figure may be left out where there is little room."""
    code = line.row.code
    cells = ((cell.column.name == chosen, number(cell, asked, code)) for cell in line.cells)
    return format_html_join(
        "", '<td class="number {}">{}</td>', (("chosen" if here else "extra", shown) for here, shown in cells)
    )


def ledger_address(asked: Asked, code: str) -> str:
    """The ledger of the met visits that a figure of this question counts."""
    first = asked.on - dt.timedelta(days=asked.window - 1)
    return urlencode({"area": code, "first": first, "last": asked.on, "outcome": "met"})


@cache
def _lists() -> str:
    return reverse("gaps")


@cache
def _ledger() -> str:
    return reverse("ledger")


@register.filter
def percent(share: Share) -> str:
    return share.text


@register.filter
def level(name: str) -> str:
    """The word for a level of areas."""
    return str(Area.Level(name).label)


@register.filter
def days_before(day: dt.date, today: dt.date) -> int:
    return (today - day).days


@register.filter
def brought(names: list[str]) -> str:
    """What was brought on a visit, in words."""
    return wording.listed(Visit.Brought(name).label for name in names)


@register.filter
def listed(items: Iterable[Any], attribute: str = "") -> str:
    """The items, or what a template calls that of each ("user.name"), as one text."""
    return wording.listed(map(template.Variable(attribute).resolve, items) if attribute else items)


@register.filter
def named(names: dict[str, str], key: str) -> str:
    """The name that stands under a key; the key itself without one."""
    return names.get(key, key)


@register.filter
def at(things: Sequence[Any], place: int) -> Any:
    return things[place]


@register.filter
def of(told: dict[str, Any], key: str) -> Any:
    """The value of a key that is only known by name; None where there is none."""
    return told.get(key)


@register.filter
def field_label(name: str) -> str:
    """A field of an import as people call it; a column of the file keeps its own heading."""
    return str(LABELS.get(name, name))


@register.filter
def datum_label(name: str) -> str:
    """What coordinates stood in, as people call it: "gcj02" or "EPSG:4546"."""
    return label_of(name)


@register.simple_tag
def own_key(question: Question, case: Case) -> str:
    """The name of the answer to one case of a question."""
    return f"{question.key}.{case.line}"
