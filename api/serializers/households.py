"""What is asked of households."""

import re
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.serializers.areas import OnDay
from api.serializers.bbox import BoxField
from api.serializers.fields import CodeField, NextField, WholeField
from api.serializers.geojson import CollectionShape, FeatureShape, PointShape
from geodata.contacts.models import ContactLink
from geodata.coverage.figures import FIGURES, GAPS
from geodata.people.models import CareRecord, Household
from geodata.visits.models import Visit
from geodata.visits.rhythm import Status

_KEY = re.compile(r"(\d{1,18})\.(\d{1,18})", re.ASCII)


@extend_schema_field({"type": "string", "pattern": r"^[0-9]{1,18}\.[0-9]{1,18}$"})
class KeyField(serializers.Field[tuple[int, int], Any, str, Any]):
    """Where a page ended, as the `next` link of the page before says it."""

    default_error_messages = {"not_a_key": _("This is not the end of a page.")}
    remedies = {"not_a_key": _("Follow the “next” link instead of writing it.")}

    def to_internal_value(self, data: Any) -> tuple[int, int]:
        found = _KEY.fullmatch(data) if isinstance(data, str) else None
        if found is None:
            self.fail("not_a_key")
        return int(found[1]), int(found[2])

    def to_representation(self, value: tuple[int, int]) -> str:
        return f"{value[0]}.{value[1]}"


class HouseholdsQuery(OnDay):
    area = CodeField(required=False, help_text=_("The area; everything that you may see if left out."))
    gap = serializers.ChoiceField(list(GAPS), required=False, help_text=_("Only households with this gap."))
    figure = serializers.ChoiceField(
        list(FIGURES), required=False, help_text=_("Only households that this figure of the coverage counts.")
    )
    category = serializers.SlugField(
        max_length=40, required=False, help_text=_("Only households of this care category.")
    )
    window = WholeField(
        least=1, most=366, default=90, help_text=_("Days up to the day in which visits count.")
    )
    bbox = BoxField(required=False, help_text=_("Only households in west,south,east,north (degrees)."))
    limit = WholeField(least=1, most=25_000, default=1_000, help_text=_("Households per page."))
    after = KeyField(required=False, help_text=_("Where the page before ended; part of its “next” link."))


class HouseholdProperties(serializers.Serializer[Household]):
    """What a list tells of a household. What masking hides is null, or cut to 张**."""

    token = serializers.CharField()
    masked = serializers.BooleanField(help_text=_("Details are hidden from you."))
    number = serializers.CharField()
    head = serializers.CharField()
    address = serializers.CharField(allow_null=True, allow_blank=True)
    size = serializers.IntegerField(allow_null=True)
    occupancy = serializers.ChoiceField(Household.Occupancy.choices, allow_null=True)
    village = serializers.CharField()
    village_name = serializers.CharField()
    grid = serializers.CharField(allow_null=True)
    grid_name = serializers.CharField(allow_null=True)
    linked = serializers.BooleanField()
    contact = serializers.CharField(allow_null=True, help_text=_("The name of the first contact."))
    status = serializers.ChoiceField(Status.choices, allow_null=True)
    special = serializers.BooleanField(allow_null=True)
    last_met = serializers.DateField(allow_null=True)
    interval = serializers.IntegerField(allow_null=True, help_text=_("Days from one visit to the next."))
    point = serializers.ChoiceField(
        ["own", "grid"],
        allow_null=True,
        help_text=_("Whose point it is: the household's own, or the middle of its grid; null without one."),
    )


class HouseholdShape(FeatureShape):
    geometry = PointShape()
    properties = HouseholdProperties()


class HouseholdsShape(CollectionShape):
    numberMatched = serializers.IntegerField(help_text=_("All households of this question."))  # noqa: N815
    numberReturned = serializers.IntegerField(help_text=_("Those on this page."))  # noqa: N815
    next = NextField()
    features = HouseholdShape(many=True)


class LinkShape(serializers.Serializer[ContactLink]):
    member = serializers.IntegerField(source="member_id")
    name = serializers.CharField(source="member.user.name")
    primary = serializers.BooleanField()
    since = serializers.DateField(source="period.lower", allow_null=True)
    until = serializers.DateField(
        source="period.upper", allow_null=True, help_text=_("The first day on which it no longer holds.")
    )
    end_reason = serializers.ChoiceField(ContactLink.EndReason.choices, allow_blank=True)


class CareShape(serializers.Serializer[CareRecord]):
    category = serializers.CharField(source="category.code")
    name = serializers.CharField(source="category.name")
    resident = serializers.CharField(source="resident.name", allow_null=True, default=None)
    since = serializers.DateField(source="period.lower", allow_null=True)
    until = serializers.DateField(source="period.upper", allow_null=True)
    source = serializers.CharField(allow_blank=True)  # type: ignore[assignment]
    verified_on = serializers.DateField(allow_null=True)


class VisitShape(serializers.Serializer[Visit]):
    day = serializers.DateField()
    mode = serializers.ChoiceField(Visit.Mode.choices)
    outcome = serializers.ChoiceField(Visit.Outcome.choices)
    note = serializers.CharField(allow_blank=True)
    brought = serializers.ListField(child=serializers.ChoiceField(Visit.Brought.choices))
    visitors = serializers.SerializerMethodField(help_text=_("Names of all who went."))
    person_times = serializers.IntegerField()

    def get_visitors(self, visit: Visit) -> list[str]:
        return [visitor.user.name for visitor in visit.visitors.all()]


class OneHouseholdProperties(HouseholdProperties):
    group = serializers.CharField(allow_blank=True)
    phones = serializers.ListField(child=serializers.CharField())
    point_quality = serializers.ChoiceField(Household.PointQuality.choices, allow_blank=True)
    point_datum = serializers.CharField(
        allow_blank=True, help_text=_("What the source of the point stood in; the point itself is WGS 84.")
    )
    reason = serializers.CharField(allow_null=True, help_text=_("Why the household has its status."))
    contacts = LinkShape(many=True)
    care = CareShape(many=True, allow_null=True)
    visits = VisitShape(many=True, allow_null=True, help_text=_("The latest 50."))


class OneHouseholdShape(FeatureShape):
    on = serializers.DateField()
    geometry = PointShape()
    properties = OneHouseholdProperties()
