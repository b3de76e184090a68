"""Whom a roll-call asks for, as a form says it; and a result as a button tells it."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.gis.geos import GEOSGeometry, LineString, Point
from django.db.models.functions import Length
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from geodata.base.scope import Right, Scope
from geodata.campaigns.lifecycle import may_open
from geodata.campaigns.models import Campaign, CampaignTarget
from geodata.campaigns.opening import Asked
from geodata.campaigns.results import ResultReport
from geodata.campaigns.tasks import TaskReport, area_at, middle_of
from geodata.campaigns.words import How, Reason, Result, What
from geodata.people.categories import category_name
from geodata.people.models import CareCategory
from geodata.posts.departments import Department
from geodata.territory.codes import LENGTHS
from geodata.territory.models import Area
from gridmap.pages.base.typed import Form

LIVED_IN = {"occupancy": ["lived_in", "seasonal"]}
FAR = {"distance": ">2000", "to": "road"}
HOURS = [(6, "6"), (12, "12"), (24, "24"), (48, "48"), (72, "72")]
LINES: Sequence[tuple[str, Any, bool]] = (
    ("heating", pgettext_lazy("checklist", "Heating works"), False),
    ("food", pgettext_lazy("checklist", "Food and water for three days"), False),
    ("power", pgettext_lazy("checklist", "Power works"), False),
    ("housing", pgettext_lazy("checklist", "The house is safe"), False),
    ("medicine", pgettext_lazy("checklist", "Medicine is running out"), True),
)


class NewForm(Form):
    """Four things: why, where, who, by when. It is opened with the checklist that is ticked."""

    title = forms.CharField(label=pgettext_lazy("of a roll-call", "Title"), max_length=60, required=False)
    reason = forms.ChoiceField(label=pgettext_lazy("of a roll-call", "Reason"), choices=Reason.choices)
    area = forms.ChoiceField(label=_("Area"))
    who = forms.ChoiceField(label=pgettext_lazy("of a roll-call", "Whom to reach"))
    hours = forms.TypedChoiceField(label=_("Hours until the deadline"), choices=HOURS, coerce=int, initial=24)
    issuers = forms.MultipleChoiceField(
        label=_("Issued by"), required=False, widget=forms.CheckboxSelectMultiple
    )
    checklist = forms.MultipleChoiceField(
        label=_("Checklist"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(code, label) for code, label, _bad in LINES], initial=["heating", "food", "power"],
    )  # fmt: skip

    def __init__(self, data: Any = None, *, scope: Scope, on: dt.date) -> None:
        super().__init__(data)
        tops = {grant.code for grant in scope.to(Right.CAMPAIGN).grants if may_open(scope, grant.code)}
        inside = Area.objects.on(on).within(scope).exclude(level=Area.Level.GRID)
        rows = inside.order_by(Length("code"), "code").values_list("code", "name")
        self.offer_choices("area", [(code, name) for code, name in rows if code.startswith(tuple(tops))])
        counties = {code[: LENGTHS["county"]] for code in tops}
        issuers = Department.objects.on(on).filter(area__code__in=counties).order_by("code")
        self.offer_choices("issuers", {one.code: str(one) for one in issuers}.items())
        self.filters = dict(_filters(on))
        self.offer_choices("who", [(name, label) for name, (label, _tree) in self.filters.items()])

    @property
    def tree(self) -> dict[str, Any]:
        return self.filters[self.cleaned_data["who"]][1]

    def asked(self, at: dt.datetime) -> Asked:
        told, ticked = self.cleaned_data, set(self.cleaned_data["checklist"])
        lines = [
            {"code": code, "label": str(label), "bad": bad} for code, label, bad in LINES if code in ticked
        ]
        return Asked(
            title=told["title"] or capfirst(str(Reason(told["reason"]).label)),
            reason=told["reason"],
            area=told["area"],
            filter=self.tree,
            due_at=at + dt.timedelta(hours=told["hours"]),
            checklist=lines,
            issuers=told["issuers"],
        )


def _filters(on: dt.date) -> list[tuple[str, tuple[Any, dict[str, Any]]]]:
    """By name: what it is called, and the tree."""
    found = CareCategory.objects.filter(ended_on=None) | CareCategory.objects.filter(ended_on__gt=on)
    categories = list(found.order_by("order", "code"))
    special = [one.code for one in categories if one.special]
    several = [("special", (_("All special households"), {"care": special}))] if special else []
    return [
        *several,
        ("aged", (_("Somebody of 80 or older"), {"all": [LIVED_IN, {"age": ">=80"}]})),
        ("alone", (_("Who lives alone"), {"all": [LIVED_IN, {"size": "=1"}]})),
        ("no_phone", (_("Without a phone"), {"all": [LIVED_IN, {"has_phone": False}]})),
        ("far", (_("More than 2 km from the nearest road"), {"all": [LIVED_IN, FAR]})),
        ("no_contact", (_("Without a contact member"), {"all": [LIVED_IN, {"has_contact": False}]})),
        *((f"care-{one.code}", (category_name(one), {"care": one.code})) for one in categories),
        ("everybody", (_("Everybody who lives there"), LIVED_IN)),
    ]


class TellForm(Form):
    """A result by one press: the id comes with the page, so that a second press is the same result."""

    left_to_verb = frozenset(("text",))

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    household = forms.CharField(widget=forms.HiddenInput, max_length=32)
    how = forms.ChoiceField(choices=How.choices)
    state = forms.ChoiceField(choices=Result.choices)
    bad = forms.CharField(required=False, max_length=400)
    text = forms.CharField(required=False, max_length=1000)


def now() -> dt.datetime:
    return timezone.now().replace(microsecond=0)


class TaskForm(Form):
    """What has to be done where. The place is pressed on the map, or it is the middle of a village."""

    what = forms.ChoiceField(label=_("What has to be done"), choices=What.choices)
    department = forms.ChoiceField(label=_("Department"))
    place = forms.CharField(label=_("Places pressed on the map"), max_length=2000, required=False)
    village = forms.ChoiceField(label=_("Or the middle of a village"), required=False)
    text = forms.CharField(label=_("Note"), max_length=200, required=False)

    def __init__(self, data: Any = None, *, campaign: Campaign, scope: Scope, on: dt.date) -> None:
        super().__init__(data)
        self.area, self.on = campaign.area.code, on
        departments = Department.objects.on(on).filter(area__code=campaign.area.code[:6]).order_by("code")
        self.offer_choices("department", [(one.code, str(one)) for one in departments])
        villages = (
            Area.objects.on(on).under(self.area).level(Area.Level.VILLAGE).within(scope).order_by("code")
        )
        self.offer_choices("village", [("", ""), *villages.values_list("code", "name")])

    def clean_place(self) -> list[tuple[float, float]]:
        """Longitude and latitude, a pair for each press."""
        pairs = [part.split(",") for part in self.cleaned_data["place"].split()]
        try:
            return [(float(lon), float(lat)) for lon, lat in pairs]
        except ValueError as error:
            raise forms.ValidationError(_("Write such as 112.5,27.9 112.6,27.9.")) from error

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        if not self.errors and not told["place"] and not told["village"]:
            self.add_error("place", _("Press a place on the map, or choose a village."))
        return told

    def report(self) -> TaskReport:
        """Raises BadInput where the place is not known."""
        told = self.cleaned_data
        area, shape = self._place(told["place"], told["village"])
        return TaskReport(
            area=area, geometry=shape, what=told["what"], department=told["department"], text=told["text"]
        )

    def _place(self, points: list[tuple[float, float]], village: str) -> tuple[str, GEOSGeometry]:
        if not points:
            return village, middle_of(village, on=self.on)
        shape = LineString(points, srid=4326) if len(points) > 1 else Point(points[0], srid=4326)
        return area_at(points[0], under=self.area, on=self.on), shape


class ReportForm(Form):
    """As of which minute."""

    at = forms.DateTimeField(
        label=_("As of"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )


class SheetForm(Form):
    """When most of the sheet was filled in; a row may say otherwise."""

    made = forms.DateTimeField(
        label=_("Day and hour"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )


class SheetRow(Form):
    """One line of paper. Without a result it is none."""

    use_required_attribute = False
    left_to_verb = frozenset(("text",))

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    household = forms.CharField(widget=forms.HiddenInput, max_length=32)
    state = forms.ChoiceField(label=_("Result"))
    bad = forms.MultipleChoiceField(
        label=pgettext_lazy("roll-call", "What is wrong"), required=False, widget=forms.CheckboxSelectMultiple
    )
    text = forms.CharField(
        label=pgettext_lazy("roll-call", "What is needed"), max_length=1000, required=False
    )
    how = forms.ChoiceField(label=pgettext_lazy("roll-call", "How"), choices=How.choices)
    made = forms.DateTimeField(
        label=_("Day and hour"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def __init__(self, *args: Any, campaign: Campaign, target: CampaignTarget, **more: Any) -> None:
        super().__init__(*args, **more)
        self.target, self.bads = target, {line["code"]: line["bad"] for line in campaign.checklist}
        numbered = [
            (value, f"{number} {capfirst(label)}") for number, (value, label) in enumerate(Result.choices, 1)
        ]
        self.offer_choices("state", [("", ""), *numbered])
        self.offer_choices("bad", [(line["code"], _said(line)) for line in campaign.checklist])
        for name, field in self.fields.items():
            if not field.widget.is_hidden and name != "bad":
                about = f"{target.household.head_name} {target.household.number}: {field.label}"
                field.widget.attrs |= {"aria-label": about, "autocomplete": "off", "data-cell": name}

    @property
    def blank(self) -> bool:
        return not any(
            str(self.data.get(self.add_prefix(name), "")).strip() for name in ("state", "bad", "text")
        )

    def report(self, made: dt.datetime) -> ResultReport:
        told = self.cleaned_data
        return ResultReport(
            told["client_id"],
            self.target.household.token,
            told["made"] or made,
            told["how"],
            told["state"],
            {code: self.bads[code] for code in told["bad"]},
            told["text"],
        )


def _said(line: dict[str, Any]) -> str:
    """What is wrong, as the paper says it."""
    label: str = line["label"]
    return label if line["bad"] else gettext("Not so: %(label)s") % {"label": label}
