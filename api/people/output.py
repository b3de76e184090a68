"""Households, and what happened to them, as they are answered."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.base.fields import NextField
from api.base.paging import AT_LEAST, MATCHED
from api.geojson.output import CollectionOut, FeatureOut, PointOut
from geodata.audit.timeline import DID, Change, Event, Moment
from geodata.base.holding import Entry
from geodata.contacts.models import ContactLink
from geodata.exports.everything import Everything, Section
from geodata.people.care_lines import CareLine
from geodata.people.care_workflow import CareMove
from geodata.people.models import CareRecord, CareStep, Household
from geodata.visits.models import Visit
from geodata.visits.schedule import Status


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
    interval = serializers.IntegerField(allow_null=True, help_text=_("Days between visits."))
    point = serializers.ChoiceField(
        ["own", "grid"],
        allow_null=True,
        help_text=_("Whose point it is: the household's own, or the middle of its grid; null without one."),
    )


class HouseholdOut(FeatureOut):
    geometry = PointOut()
    properties = HouseholdProperties()


class HouseholdsOut(CollectionOut):
    numberMatched = serializers.IntegerField(help_text=MATCHED, required=False)  # noqa: N815
    numberMatchedAtLeast = serializers.IntegerField(help_text=AT_LEAST, required=False)  # noqa: N815
    numberReturned = serializers.IntegerField(help_text=_("Those on this page."))  # noqa: N815
    next = NextField()
    features = HouseholdOut(many=True)


class LinkOut(serializers.Serializer[ContactLink]):
    member = serializers.IntegerField(source="member_id")
    name = serializers.CharField(source="member.user.name")
    primary = serializers.BooleanField()
    since = serializers.DateField(source="period.lower", allow_null=True)
    until = serializers.DateField(
        source="period.upper", allow_null=True, help_text=_("The first day on which it is no longer valid.")
    )
    end_reason = serializers.ChoiceField(ContactLink.EndReason.choices, allow_blank=True)


class CareOut(serializers.Serializer[Any]):
    record = serializers.IntegerField(
        source="pk", help_text=_("What a change of the register names as its record.")
    )
    category = serializers.CharField(source="category.code")
    name = serializers.CharField(source="category.name")
    resident = serializers.CharField(source="resident.name", allow_null=True, default=None)
    since = serializers.DateField(source="period.lower", allow_null=True)
    until = serializers.DateField(source="period.upper", allow_null=True)
    source = serializers.CharField(allow_blank=True)  # type: ignore[assignment]
    verified_on = serializers.DateField(allow_null=True)
    state = serializers.ChoiceField(
        CareRecord.State.choices, help_text=_("Only what is in force has a first day.")
    )


class CareStepOut(serializers.Serializer[CareStep]):
    at = serializers.DateTimeField()
    by = serializers.CharField(source="by.name", allow_null=True, default=None)
    move = serializers.CharField()
    after = serializers.ChoiceField(CareRecord.State.choices)
    reason = serializers.CharField(allow_blank=True)


class CareLineOut(CareOut):
    verify_again_on = serializers.DateField(
        allow_null=True, help_text=_("To be verified again from that day on.")
    )
    notice_from = serializers.DateField(allow_null=True)
    notice_until = serializers.DateField(
        allow_null=True, help_text=_("The first day after the public notice.")
    )
    steps = CareStepOut(many=True)
    moves = serializers.ListField(
        child=serializers.ChoiceField(CareMove.choices), help_text=_("What the reader may do with it now.")
    )

    def to_representation(self, line: CareLine) -> dict[str, Any]:
        """Of a line: the record with where it stands."""
        record: Any = line.record
        record.verify_again_on, record.moves, record.state = line.again_on, line.moves, line.state
        return super().to_representation(record)


class CareLinesOut(serializers.Serializer[object]):
    household = serializers.CharField()
    results = CareLineOut(many=True)


class VisitOut(serializers.Serializer[Visit]):
    day = serializers.DateField()
    mode = serializers.ChoiceField(Visit.Mode.choices)
    outcome = serializers.ChoiceField(Visit.Outcome.choices)
    note = serializers.CharField(allow_blank=True)
    brought = serializers.ListField(child=serializers.ChoiceField(Visit.Brought.choices))
    visitors = serializers.SerializerMethodField(help_text=_("Names of everyone who went."))
    person_times = serializers.IntegerField()
    state = serializers.ChoiceField(Visit.State.choices)
    void_reason = serializers.CharField(allow_blank=True)

    def get_visitors(self, visit: Visit) -> list[str]:
        return [visitor.user.name for visitor in visit.visitors.all()]


class OneHouseholdProperties(HouseholdProperties):
    group = serializers.CharField(allow_blank=True)
    phones = serializers.ListField(child=serializers.CharField())
    point_quality = serializers.ChoiceField(Household.PointQuality.choices, allow_blank=True)
    point_datum = serializers.CharField(
        allow_blank=True,
        help_text=_("The coordinate system of the point's source; the point itself is WGS 84."),
    )
    reason = serializers.CharField(allow_null=True, help_text=_("Why the household has its status."))
    contacts = LinkOut(many=True)
    care = CareOut(many=True, allow_null=True)
    visits = VisitOut(many=True, allow_null=True, help_text=_("20 at a time, the latest first."))
    older = serializers.CharField(
        allow_null=True, help_text=_("What to give as “before” for the visits before these; null at the end.")
    )


class OneHouseholdOut(FeatureOut):
    on = serializers.DateField()
    geometry = PointOut()
    properties = OneHouseholdProperties()


class ChangeOut(serializers.Serializer[Change]):
    field = serializers.CharField(source="name")
    label = serializers.CharField(help_text=_("The field in the reader's language."))  # type: ignore[assignment]
    before = serializers.CharField(allow_blank=True, help_text=_("In words; empty: there was no value."))
    after = serializers.CharField(allow_blank=True)


class EventOut(serializers.Serializer[Event]):
    did = serializers.ChoiceField(list(DID))
    what = serializers.CharField(help_text=_("What was changed: the household, a contact, a visit …"))
    which = serializers.CharField(allow_blank=True, help_text=_("Whose contact, of which day the visit …"))
    why = serializers.CharField(allow_blank=True)
    changes = ChangeOut(many=True)


class MomentOut(serializers.Serializer[Moment]):
    at = serializers.DateTimeField()
    who = serializers.CharField(allow_blank=True, help_text=_("Empty: not a user, but a command or a job."))
    why = serializers.CharField(allow_blank=True)
    request = serializers.CharField(allow_blank=True, help_text=_("The id of the request."))
    events = EventOut(many=True)


class HistoryOut(serializers.Serializer[object]):
    household = serializers.CharField()
    masked = serializers.BooleanField(help_text=_("Details are hidden from you."))
    results = MomentOut(many=True, help_text=_("The latest first."))


class CellOut(serializers.Serializer[tuple[str, str]]):
    label = serializers.CharField(help_text=_("The field in the reader's language."))  # type: ignore[assignment]
    value = serializers.CharField(help_text=_("In words."))


class EntryOut(serializers.Serializer[Entry]):
    until = serializers.DateTimeField(allow_null=True, help_text=_("It was so up to then; null: it is so."))
    cells = serializers.SerializerMethodField(help_text=_("What is not empty."))

    @extend_schema_field(CellOut(many=True))
    def get_cells(self, entry: Entry) -> list[dict[str, str]]:
        return [{"label": label, "value": value} for label, value in entry.cells]


class SectionOut(serializers.Serializer[Section]):
    title = serializers.CharField(help_text=_("What the table is called."))
    left_out = serializers.CharField(
        source="why_not", allow_blank=True, help_text=_("Why its rows are not here; empty: they are.")
    )
    entries = EntryOut(many=True)


class EverythingOut(serializers.Serializer[Everything]):
    household = serializers.CharField(source="household.token")
    sections = SectionOut(many=True)
