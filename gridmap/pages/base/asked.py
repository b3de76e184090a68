"""What a page asks of coverage: its area, figure, window, category and day, read from its address."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any
from urllib.parse import quote

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from geodata.base import periods, wording
from geodata.coverage import disclosure
from geodata.coverage.disclosure import WINDOWS
from geodata.coverage.figures import GAPS, LISTS
from geodata.display.metrics import METRICS
from geodata.people.categories import category_name
from geodata.people.models import CareCategory
from gridmap.pages.base.filters import Filters
from gridmap.pages.base.typed import told_beside_field


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
    than: dt.date | str = ""
    """The earlier day that a map compares with."""

    def address(self, *names: str, **changes: Any) -> str:
        """The query string of this question with these changes: of the rest only those parts, and none that is empty."""
        wanted = {*names, *changes} if names else set(ORDER)
        told = [(name, changes.get(name, getattr(self, name))) for name in ORDER if name in wanted]
        return "&".join(
            f"{name}={quote(str(value), safe='')}" for name, value in told if value not in ("", None)
        )


ORDER = ("area", "by", "metric", "gap", "window", "category", "on", "than", "sort")
"""How the parts of an address follow each other."""


class CoverageFilters(Filters):
    """A figure (as the colours of a map or as a list), window, category and day.

    What is not valid is told beside its field, and the usual value is taken instead. `free`: any window and day may be
    asked about; else the fixed ones, and without `seeing` only lists are offered that need no details (coverage/disclosure.py).
    """

    by = forms.CharField(required=False, widget=forms.HiddenInput)
    metric = forms.ChoiceField(label=_("Colour by"), required=False)
    gap = forms.ChoiceField(label=_("List"), required=False)
    window = forms.IntegerField(label=_("Visits in the last"), min_value=1, max_value=366, required=False)
    category = forms.ChoiceField(label=_("Care category"), required=False)
    on = forms.DateField(label=_("As of"), required=False)

    def __init__(
        self,
        given: QueryDict,
        *,
        today: dt.date,
        without: Iterable[str],
        usual: Asked | None = None,
        categories: Iterable[CareCategory] = (),
        free: bool = True,
        seeing: bool = True,
    ) -> None:
        """`without`: the parts that this page is not asked for."""
        self.asked_usually = usual or Asked(on=today)
        self.today = today
        self.free = free
        text = {name: str(value) for name, value in asdict(self.asked_usually).items()}
        super().__init__(given, usual=text)
        lists = gap_choices()
        self.offer_choices("gap", lists)
        # What is not offered is refused like an area of others, not taken for a slip of the pen.
        offered = [each for each in lists if seeing or LISTS[figure_of(each[0])].open]
        self.fields["gap"].widget = forms.Select(choices=offered)
        self.offer_metrics(METRICS)
        self.names = {category.code: category_name(category) for category in categories}
        self.offer_choices("category", [("", _("All households")), *self.names.items()])
        self.fields["window"].widget = forms.Select(choices=self._windows())
        self.fields["on"].widget = self._days()
        for name in without:
            del self.fields[name]
        if not self.names and not self.data["category"]:
            del self.fields["category"]

    def offer_metrics(self, names: Collection[str]) -> None:
        """Of what areas may be coloured by, only these."""
        self.offer_choices(
            "metric", [(gap_of(name), metric.label) for name, metric in METRICS.items() if name in names]
        )

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
        return [(number, _("%(days)s days") % {"days": wording.figure(int(number))}) for number in days]

    def clean_window(self) -> int | None:
        window: int | None = self.cleaned_data["window"]
        if window:
            with told_beside_field():
                disclosure.check_window(window, free=self.free)
        return window

    def clean_on(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["on"]
        if day:
            with told_beside_field():
                disclosure.check_day(day, free=self.free)
        if day and day < periods.FIRST_DAY:
            raise forms.ValidationError(_("Choose a day after the year 2000."))
        return day

    def asked(self) -> Asked:
        """The question; the usual values where the address says nothing, or nothing sensible."""
        self.is_valid()
        parts = {name: self.cleaned_data.get(name) for name in ORDER}
        said = {name: value for name, value in parts.items() if value not in ("", None)}
        return replace(self.asked_usually, **said)


def gap_choices() -> list[tuple[str, Any]]:
    """The gaps by their names, then the other figures: every number has a list."""
    gaps = [(name, figure.label) for name, figure in GAPS.items()]
    return gaps + [(name, figure.label) for name, figure in LISTS.items() if not figure.gap]


def figure_of(gap: str) -> str:
    """The figure that counts a gap; a figure's own name is as good."""
    return GAPS[gap].name if gap in GAPS else gap


def gap_of(figure: str) -> str:
    """The name under which a figure's list is asked for."""
    return next((gap for gap, counted in GAPS.items() if counted.name == figure), figure)
