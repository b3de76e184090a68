"""What templates say in many places: a swatch, a share, a status, the address of a question with a change."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django import template
from django.forms import BoundField
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django_cotton.templatetags import Attrs

from geodata.base import wording
from geodata.base.desk import News, Waiting
from geodata.coverage.households import COUNTED
from geodata.display.colours import DRAWN, TONES, Tone
from geodata.display.shares import Share
from geodata.imports.runs.findings import Case, Question
from geodata.imports.runs.preview import label_of
from geodata.imports.runs.report import LABELS
from geodata.posts.models import Post
from geodata.territory.models import Area
from geodata.visits import explanation
from geodata.visits.models import Visit
from gridmap.look.preference import Look
from gridmap.look.roles import ROLES
from gridmap.look.sheet import SHEETS
from gridmap.pages.base.asked import Asked
from gridmap.pages.base.tables import Cell, TableLine

register = template.Library()


@register.simple_tag
def sheets() -> SafeString:
    """The links to the sheets of every page."""
    link = '<link rel="stylesheet" href="{}">'
    return format_html_join("\n", link, ((static(f"gridmap/css/{name}.css"),) for name in SHEETS))


@register.simple_tag
def colour(role: str) -> str:
    """A role's colour on paper, where what lays out the page would look it up for each cell of a long table."""
    return ROLES[role].light


@register.simple_tag
def swatch(name: str) -> SafeString:
    """A square in a tone's colour and pattern. The words stand beside it."""
    return format_html(
        '<svg class="swatch" width="16" height="16" aria-hidden="true" focusable="false">'
        '<rect width="16" height="16" rx="2" class="tone-{0}" fill="url(#tone-{0})"/></svg>',
        DRAWN[name].name,
    )


@register.simple_tag
def status(name: str) -> SafeString:
    """A visit status: swatch and word."""
    return format_html(
        '<span class="status">{}<span>{}</span></span>', swatch(name), headed(str(TONES[name].word))
    )


@register.filter
def status_word(name: str) -> str:
    """A visit status as a word at the head of a line."""
    return str(headed(str(TONES[name].word)))


@register.simple_tag
def theme_colour(look: Look | None) -> SafeString:
    """The colour of what a phone draws around the page: that of the bar on top, by day and by night."""
    brand, theme = ROLES["brand"], look.theme if look else "auto"
    if theme != "auto":
        return format_html('<meta name="theme-color" content="{}">', getattr(brand, theme))
    return format_html(
        '<meta name="theme-color" content="{}"><meta name="theme-color" content="{}" media="{}">',
        brand.light,
        brand.dark,
        "(prefers-color-scheme: dark)",
    )


@register.simple_tag
def tone_word(name: str) -> SafeString:
    """The word of a tone where it heads something."""
    return headed(str(TONES[name].word))


@register.simple_tag
def tones() -> list[Tone]:
    return list(DRAWN.values())


@register.filter
def post_name(kind: str) -> str:
    """What a post is called, where only its kind is at hand."""
    return str(Post.Kind(kind).label)


@register.filter
def filled(slot: str) -> bool:
    """Whether anything stands in a slot: a condition that was not met leaves white space."""
    return bool(slot and str(slot).strip())


@register.filter
def headed(slot: str) -> SafeString:
    """What heads a cell, tag or choice, with a capital: labels of choices are small, as in sentences."""
    return SafeString(
        re.sub(
            r"^(?:\s|<[^>]*>)*[a-z]",
            lambda begin: begin[0][:-1] + begin[0][-1].upper(),
            conditional_escape(slot),
        )
    )


@register.filter
def attributes(attrs: Attrs | str) -> SafeString:
    """The attributes that a component only passes on; those that are empty are left out.

    Escaped here: cotton's own text of them trusts every value.
    """
    if isinstance(attrs, str):
        return SafeString("")
    wanted = [(name, value) for name, value in attrs.attrs_dict().items() if value not in (None, False, "")]
    return format_html_join(
        "", " {}{}", ((name, "" if value is True else format_html('="{}"', value)) for name, value in wanted)
    )


@register.filter
def hinted(field: BoundField, hint: str) -> BoundField:
    """The field with a hint that screen readers say after it; the hint's id is the field's with `_helptext`."""
    if hint:
        field.help_text = hint
    return field


@register.simple_tag
def address(question: Asked, *names: str, **changes: Any) -> str:
    """The query string of a question with changes; only the parts that are named, if any are."""
    return question.address(*names, **changes)


@register.simple_tag
def number(cell: Cell, question: Asked, code: str | None) -> SafeString:
    """A number, a link where its list may be seen, with its denominator and share. In Python: a table has thousands."""
    if cell.ledger and cell.share.part and not question.category:
        address_of_list = ledger_address(question, code or question.area)
        shown = format_html('<a href="{}?{}">{}</a>', _ledger(), address_of_list, cell.share.part_text)
    elif cell.gap and cell.share.part:
        address_of_list = question.address(
            "window", "category", "on", area=code or question.area, gap=cell.gap
        )
        shown = format_html('<a href="{}?{}">{}</a>', _lists(), address_of_list, cell.share.part_text)
    else:
        shown = format_html("{}", cell.share.part_text)
    if not cell.column.of:
        return shown
    whole = "of all" if cell.column.of == "households" else "of"
    share = '{}<span class="{}"> / {}</span><span class="share">{}</span>'
    return format_html(share, shown, whole, cell.share.whole_text, cell.share.text)


@register.simple_tag
def numbers(line: TableLine, question: Asked, chosen: str) -> SafeString:
    """The cells of a row; all but the chosen figure may be left out where there is little room."""
    code = line.row.code
    cells = ((cell.column.name == chosen, number(cell, question, code)) for cell in line.cells)
    return format_html_join(
        "", '<td class="number {}">{}</td>', (("chosen" if here else "extra", shown) for here, shown in cells)
    )


def ledger_address(question: Asked, code: str) -> str:
    """The ledger of the met visits that a figure of this question counts."""
    first = question.on - dt.timedelta(days=question.window - 1)
    return urlencode({"area": code, "first": first, "last": question.on, "outcome": "met"})


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
def figure(value: Any, places: int | None = None) -> Any:
    """A count or measure with its separators, 22,000; a number still, for plural forms. What is no number stays as it is."""
    if isinstance(value, float):
        return f"{value:,}" if places is None else f"{value:,.{places}f}"
    return wording.figure(value) if isinstance(value, int) else value


@register.filter
def counted(value: int) -> wording.Figure:
    """How long a list is; of a long one only that it is: 1,000+. A number still, for plural forms."""
    return wording.OrMore(COUNTED) if value > COUNTED else wording.figure(value)


@register.filter
def level(name: str) -> str:
    """The word for a level of areas."""
    return str(Area.Level(name).label)


@register.filter
def day(on: dt.date | None) -> str:
    """A day in a sentence, as the language writes it; empty without one, like Django's own filter."""
    return wording.day(on) if on else ""


@register.filter
def day_of_year(text: str) -> str:
    """03-01 as the language writes it in a sentence."""
    return wording.day_of_year(text)


@register.filter
def moment(at: dt.datetime | None) -> str:
    """A day and time in a sentence."""
    return wording.moment(at) if at else ""


@register.filter
def days_before(day: dt.date, today: dt.date) -> int:
    return (today - day).days


@register.filter
def how_often(days: int) -> str:
    """A visit interval in words: at least once a quarter."""
    return explanation.how_often(days)


@register.filter
def brought(names: list[str]) -> str:
    """What was brought on a visit, in words."""
    return wording.listed(Visit.Brought(name).label for name in names)


@register.filter
def size(number: int) -> int:
    """Without its sign, where a word tells the direction."""
    return abs(number)


@register.simple_tag
def url_of(one: News | Waiting) -> str:
    """The page that tells more of what happened, or on which what waits is decided."""
    query = f"?{one.query}" if one.query else ""
    part = f"#{one.part}" if isinstance(one, Waiting) and one.part else ""
    return reverse(one.view, args=one.of) + query + part


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
def of(values: dict[str, Any], key: str) -> Any:
    """The value of a key that is only known by name; None where there is none."""
    return values.get(key)


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
