"""Editions of the gap report as they are answered: what was told, and what is known otherwise now."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.base.fields import NextField
from geodata.base.scope import Scope
from geodata.display.lines import describe
from geodata.reports.figures import Figures, Line, told
from geodata.reports.models import Edition
from geodata.reports.revising import Changed, Revision, Why
from geodata.territory.models import Area
from geodata.visits.schedule import Status

WHOLE = serializers.IntegerField
COUNTS = _("The number of households of each figure, by its name.")
CAUSES = _("How many households lack their contact for each cause.")


class EditionLine(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    number = WHOLE(help_text=_("Counted on within its area."))
    mark = serializers.CharField(
        help_text=_("As it is printed: its number and the beginning of its fingerprint.")
    )
    area = serializers.CharField(help_text=_("Its code."))
    day = serializers.DateField(help_text=_("The cut-off day."))
    known_at = serializers.DateTimeField()
    window = WHOLE(help_text=_("Days in which visits count."))
    by = serializers.CharField()
    release = serializers.CharField(help_text=_("The version of the code."))
    fingerprint = serializers.CharField(help_text=_("SHA-256 of its figures."))


class EditionsOut(serializers.Serializer[Any]):
    """The latest first."""

    results = EditionLine(many=True)
    next = NextField()


class EditionAreaOut(serializers.Serializer[Any]):
    code = serializers.CharField(allow_null=True, help_text=_("null: outside the grids of its village."))
    parent = serializers.CharField(allow_null=True)  # type: ignore[assignment]
    name = serializers.CharField(allow_blank=True)
    level = serializers.ChoiceField(Area.Level.choices)
    counts = serializers.DictField(child=WHOLE(), help_text=COUNTS)
    causes = serializers.DictField(child=WHOLE(), help_text=CAUSES)


class EditionOut(EditionLine):
    """One edition, as it was told."""

    headline = serializers.CharField()
    areas = EditionAreaOut(many=True, help_text=_("The area itself first, then all below it."))


class RevisedFigureOut(serializers.Serializer[Any]):
    name = serializers.CharField()
    printed = WHOLE()
    now = WHOLE()


class WhyOut(serializers.Serializer[Any]):
    why = serializers.ChoiceField(Why.choices)
    households = WHOLE()


class StateOut(serializers.Serializer[Any]):
    last_met = serializers.DateField(allow_null=True)
    status = serializers.ChoiceField(Status.choices)
    linked = serializers.BooleanField()


class ChangedHouseholdOut(serializers.Serializer[Any]):
    household = serializers.CharField(help_text=_("Its token."))
    before = StateOut(allow_null=True, help_text=_("null: not known then, or hidden from you."))
    after = StateOut(allow_null=True, help_text=_("null: not of the area any more, or hidden from you."))
    why = serializers.ListField(child=serializers.ChoiceField(Why.choices))


class RevisionOut(serializers.Serializer[Any]):
    """What is known otherwise of its day now, and why."""

    kept = serializers.BooleanField(
        help_text=_("Are the states of its households still kept? Else nothing can be compared.")
    )
    numbers = WHOLE(help_text=_("How many numbers were worked out again from what the edition keeps."))
    differing = WHOLE(help_text=_("How many of them came out otherwise."))
    figures = RevisedFigureOut(many=True)
    why = WhyOut(many=True)
    households = ChangedHouseholdOut(many=True)
    next = NextField()


def line(edition: Edition) -> dict[str, Any]:
    same = ("number", "mark", "day", "known_at", "window", "release", "fingerprint")
    of_it = {name: getattr(edition, name) for name in same}
    return of_it | {"id": edition.pk, "area": edition.area_code, "by": edition.by.name}


def whole(edition: Edition, headline: str) -> dict[str, Any]:
    figures = told(edition)
    return line(edition) | {"headline": headline, "areas": [_area(figures, each) for each in figures.lines]}


def _area(figures: Figures, line: Line) -> dict[str, Any]:
    return {
        "code": line.code,
        "parent": line.parent or None,
        "name": line.name,
        "level": line.level,
        "counts": dict(zip(figures.names, line.numbers, strict=True)),
        "causes": dict(zip(figures.causes, line.causes, strict=True)),
    }


def revision_out(
    revision: Revision, changed: Iterable[Changed], edition: Edition, scope: Scope
) -> dict[str, Any]:
    listed = list(changed)
    lines = describe([each.state for each in listed], scope=scope, on=edition.day)
    return {
        "kept": True,
        "figures": revision.figures,
        "why": [{"why": why, "households": count} for why, count in revision.why],
        "households": [
            {
                "household": line.token,
                "before": each.before if line.detailed else None,
                "after": each.after if line.detailed else None,
                "why": list(each.why),
            }
            for each, line in zip(listed, lines, strict=True)
        ],
    }


FORGOTTEN: dict[str, Any] = {
    "kept": False, "numbers": 0, "differing": 0, "figures": [], "why": [], "households": [], "next": None,
}  # fmt: skip
