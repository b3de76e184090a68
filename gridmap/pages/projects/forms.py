"""A project as a form says it: its plan with a place typed as positions, its moves, and the needs that are joined."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib.gis.geos import GEOSGeometry, LineString, Point, Polygon
from django.core.exceptions import ValidationError
from django.db.models import Case, When
from django.db.models.functions import Length
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from geodata.base.errors import DomainError, join
from geodata.base.scope import Scope
from geodata.needs.models import Need
from geodata.posts.departments import Department
from geodata.projects.joining import JOINABLE
from geodata.projects.models import MOST_METRES, LivelihoodProject, ProjectNeed
from geodata.projects.parts import parts_at
from geodata.projects.proposing import MOST_YUAN, Plan
from geodata.projects.words import Category, Money, Move
from geodata.territory.models import Area
from gridmap.pages.base.typed import INCOMPLETE, Form

OFFERED = 200
"""Needs that a project offers to join."""


def _date(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


def _version() -> forms.IntegerField:
    told = dict.fromkeys(("invalid", "required", "min_value"), INCOMPLETE)
    return forms.IntegerField(widget=forms.HiddenInput, min_value=1, error_messages=told)


class Refusable(Form):
    def refuse(self, error: DomainError) -> None:
        """Say it beside its field."""
        known = error.field in self.fields and error.field != "version"
        self.add_error(error.field if known else None, join([error.message, error.remedy]).strip())


class PlanForm(Refusable):
    """A new one chooses its area; one that is changed stays where it is, and is changed on the version that was seen."""

    title = forms.CharField(label=pgettext_lazy("of a project", "Title"), max_length=60)
    category = forms.ChoiceField(label=pgettext_lazy("of a project", "Kind"), choices=Category.choices)
    area = forms.ChoiceField(label=_("Area"))
    text = forms.CharField(
        label=_("What is built"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    place = forms.CharField(
        label=pgettext_lazy("of a project", "Place"), max_length=20_000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    reach = forms.IntegerField(label=_("Metres around it"), min_value=0, max_value=MOST_METRES, initial=200)
    department = forms.ChoiceField(label=_("Department"), required=False)
    budget = forms.IntegerField(label=_("Budget in yuan"), min_value=0, max_value=MOST_YUAN, required=False)
    money = forms.ChoiceField(label=_("Source of money"), required=False, choices=[("", "–"), *Money.choices])
    begin_on = _date(_("Planned from"))
    due_on = _date(_("Planned until"))

    def __init__(
        self, data: Any = None, *, scope: Scope, on: dt.date, project: LivelihoodProject | None = None
    ) -> None:
        super().__init__(data, initial=said_by(project) if project else None)
        if project is not None:
            self.fields["version"] = _version()
        areas = [(project.area.code, project.area.name)] if project else list(_areas(scope, on=on))
        self.offer_choices("area", areas)
        codes = {code[:6] for code, _name in areas} | {code[:9] for code, _name in areas}
        departments = Department.objects.on(on).filter(area__code__in=codes).order_by("code")
        offered = {one.code: str(one) for one in departments}
        self.offer_choices("department", [("", _("The office itself")), *offered.items()])

    def clean_place(self) -> GEOSGeometry | None:
        return shape_of(self.cleaned_data["place"])

    def plan(self) -> Plan:
        said = self.cleaned_data
        same = {
            name: said[name]
            for name in ("title", "category", "area", "text", "reach", "department", "budget", "money")
        }
        return Plan(**same, geometry=said["place"], begin_on=said["begin_on"], due_on=said["due_on"])


def _areas(scope: Scope, *, on: dt.date) -> Any:
    inside = Area.objects.on(on).within(scope).exclude(level=Area.Level.GRID)
    for code, name in inside.order_by(Length("code"), "code").values_list("code", "name"):
        if parts_at(scope, code=code, department=next(iter(scope.departments), None)):
            yield code, name


def said_by(project: LivelihoodProject) -> dict[str, Any]:
    same = ("title", "category", "text", "reach", "budget", "money", "begin_on", "due_on", "version")
    return {name: getattr(project, name) for name in same} | {
        "area": project.area.code,
        "department": project.department.code if project.department else "",
        "place": positions_of(project.geometry),
    }


def positions_of(shape: Any) -> str:
    """A line of text for each position: longitude, latitude."""
    if shape is None:
        return ""
    coords = shape.coords[0] if shape.geom_type == "Polygon" else shape.coords
    pairs = [coords] if shape.geom_type == "Point" else coords
    return "\n".join(f"{x:.6f}, {y:.6f}" for x, y in pairs)


def shape_of(text: str) -> GEOSGeometry | None:
    """One position is a point, several are a line, and a line that ends where it begins is an area. Raises ValidationError."""
    try:
        pairs = [
            tuple(map(float, line.replace(",", " ").split())) for line in text.splitlines() if line.strip()
        ]
        if not all(len(pair) == 2 and abs(pair[0]) <= 180 and abs(pair[1]) <= 90 for pair in pairs):
            raise ValueError(text)
        shape = _built(pairs)
    except ValueError as error:
        raise ValidationError(_("Write a position on each line: longitude, latitude.")) from error
    if shape is not None and not shape.valid:
        raise ValidationError(_("The area crosses itself."))
    return shape


def _built(pairs: list[tuple[float, ...]]) -> GEOSGeometry | None:
    if not pairs:
        return None
    if len(pairs) == 1:
        return Point(pairs[0], srid=4326)
    closed = len(pairs) > 3 and pairs[0] == pairs[-1]
    return Polygon(pairs, srid=4326) if closed else LineString(pairs, srid=4326)


class MoveForm(Refusable):
    """On the version that was seen. `move` names the fields, so that several forms stand on one page."""

    left_to_verb = frozenset(("reason",))

    version = _version()
    percent = forms.IntegerField(label=_("Done in percent"), min_value=0, max_value=100)
    reason = forms.CharField(
        label=_("Note"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, move: str, project: LivelihoodProject, data: Any = None) -> None:
        super().__init__(data, initial={"version": project.version, "percent": project.percent}, prefix=move)
        self.move = move
        self.fields["reason"].required = move == Move.DROP
        if move != Move.REPORT:
            del self.fields["percent"]
        if move not in (Move.REPORT, Move.DROP, Move.ACCEPT):
            del self.fields["reason"]

    @property
    def label(self) -> Promise | str:
        return Move(self.move).label

    @property
    def plain(self) -> bool:
        """One press, and nothing to say."""
        return not self.visible_fields()


class JoinForm(Refusable):
    """Needs of its villages that were accepted and belong to no project; those of its own kind before the others."""

    needs = forms.MultipleChoiceField(label=_("Needs"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, project: LivelihoodProject, data: Any = None, *, scope: Scope) -> None:
        super().__init__(data)
        taken = ProjectNeed.objects.joined().values("need")
        free = Need.objects.counted(scope).filter(village__in=project.villages, state__in=JOINABLE)
        alike = Case(When(category__code=project.category, then=0), default=1)
        rows = free.exclude(pk__in=taken).select_related("category", "village").order_by(alike, "number")
        self.offer_choices("needs", [(one.number, _named(one)) for one in rows[:OFFERED]])

    @property
    def empty(self) -> bool:
        field: Any = self.fields["needs"]
        return not list(field.choices)


def _named(need: Need) -> str:
    return " · ".join(
        filter(None, [need.number, capfirst(str(need.category)), need.village.name, need.title])
    )
