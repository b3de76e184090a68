"""What a page is asked, read from its address: the address alone decides what it shows, so it can be sent and printed."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any
from urllib.parse import quote

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from geodata.coverage import disclosure
from geodata.coverage.disclosure import WINDOWS
from geodata.coverage.figures import FIGURES, GAPS
from geodata.people.categories import category_name
from geodata.people.models import CareCategory
from geodata.reports.metrics import METRICS
from gridmap.pages.typed import Form


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to coverage. Empty strings: the page's own choice."""

    on: dt.date
    area: str = ""
    by: str = ""
    metric: str = "unvisited"
    gap: str = "no_contact"
    window: int = 90
    category: str = ""
    sort: str = ""

    def address(self, *names: str, **changes: Any) -> str:
        """The query string of this question with these changes: of the rest only those parts, and none that is empty."""
        wanted = {*names, *changes} if names else set(ORDER)
        told = [(name, changes.get(name, getattr(self, name))) for name in ORDER if name in wanted]
        return "&".join(
            f"{name}={quote(str(value), safe='')}" for name, value in told if value not in ("", None)
        )


ORDER = ("area", "by", "metric", "gap", "window", "category", "on", "sort")
"""How the parts of an address follow each other."""


class Filters(Form):
    """Window, category and day, and what else stands in the address.

    What is not valid is told beside its field, and the usual value is taken instead. `free`: any window and day may be
    asked about; else the fixed ones, and with `gaps` only those lists (see coverage/disclosure.py).
    """

    area = forms.RegexField("^[0-9]{2,15}$", required=False, widget=forms.HiddenInput)
    by = forms.CharField(required=False, widget=forms.HiddenInput)
    metric = forms.ChoiceField(
        label=_("Coloured by"), required=False, choices=[(m.name, m.label) for m in METRICS.values()]
    )
    gap = forms.ChoiceField(label=_("List"), required=False)
    window = forms.IntegerField(label=_("Visits of the last"), min_value=1, max_value=366, required=False)
    category = forms.ChoiceField(label=_("Care category"), required=False)
    on = forms.DateField(label=_("As of"), required=False)
    sort = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput)

    def __init__(
        self,
        given: QueryDict,
        *,
        today: dt.date,
        usual: Asked | None = None,
        categories: Iterable[CareCategory] = (),
        free: bool = True,
        gaps: Iterable[str] | None = None,
    ) -> None:
        self.usual = usual or Asked(on=today)
        self.today = today
        self.free = free
        text = {name: str(value) for name, value in asdict(self.usual).items()}
        super().__init__(text | {name: value for name, value in given.items() if name in text and value})
        lists = gap_choices()
        self._choice("gap", lists if gaps is None else [each for each in lists if figure_of(each[0]) in gaps])
        self.names = {category.code: category_name(category) for category in categories}
        self._choice("category", [("", _("all households")), *self.names.items()])
        self.fields["window"].widget = forms.Select(choices=self._windows())
        self.fields["on"].widget = self._days()

    def _choice(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def offer_metrics(self, names: Collection[str]) -> None:
        """Of what areas may be coloured by, only these."""
        self._choice("metric", [(m.name, m.label) for m in METRICS.values() if m.name in names])

    def category_name(self, code: str) -> str:
        """The name of the category in the reader's language; "" for none."""
        return self.names.get(code, "")

    def _days(self) -> forms.Widget:
        if self.free:
            return forms.DateInput(attrs={"type": "date", "max": self.today.isoformat()})
        days = disclosure.days_for(self.today)
        return forms.Select(choices=[(day.isoformat(), day.isoformat()) for day in days])

    def _windows(self) -> list[tuple[str, Any]]:
        asked = self.data["window"]
        days = [str(days) for days in WINDOWS]
        if (
            self.free
            and asked not in days
            and asked.isascii()
            and asked.isdigit()
            and 1 <= int(asked[:4]) <= 366
        ):
            days = sorted([*days, asked[:4]], key=int)
        return [(number, _("%(days)s days") % {"days": number}) for number in days]

    def clean_window(self) -> int | None:
        window: int | None = self.cleaned_data["window"]
        if window and not self.free and window not in WINDOWS:
            raise forms.ValidationError(
                _("Without the duty to see details visits are counted in fixed windows only.")
            )
        return window

    def clean_on(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["on"]
        if day and not self.free and day not in disclosure.days_for(self.today):
            raise forms.ValidationError(
                _("Without the duty to see details only today and the ends of months are answered.")
            )
        if day and day > self.today:
            raise forms.ValidationError(_("This day is still to come. Choose today or an earlier day."))
        if day and day.year < 2000:
            raise forms.ValidationError(_("Choose a day after the year 2000."))
        return day

    def asked(self) -> Asked:
        """The question; the usual values where the address says nothing, or nothing sensible."""
        self.is_valid()
        said = {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}
        return replace(self.usual, **said)


def gap_choices() -> list[tuple[str, Any]]:
    """The gaps by their names, then the other figures: every number has a list."""
    gaps = [(name, FIGURES[figure].label) for name, figure in GAPS.items()]
    behind = {*GAPS.values()}
    return gaps + [(name, figure.label) for name, figure in FIGURES.items() if name not in behind]


def figure_of(gap: str) -> str:
    """The figure that counts a gap; a figure's own name is as good."""
    return GAPS.get(gap, gap)


def gap_of(figure: str) -> str:
    """The name under which a figure's list is asked for."""
    return next((gap for gap, counted in GAPS.items() if counted == figure), figure)
