"""Visits, the inbox, rules and one's own households, as they are answered."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.base.fields import NextField
from api.campaigns.output import ChecklistLineOut
from api.policies.asking import AskingOut
from api.visits.input import GROUP
from geodata.people.models import Household
from geodata.visits.held import HeldVisit
from geodata.visits.models import Visit, VisitMode, VisitRule
from geodata.visits.permissions import version_of
from geodata.visits.schedule import Status

LEFT_OUT = _("What was removed from the text, in words; empty if nothing.")


class VisitFields(serializers.Serializer[Visit]):
    """What every answer about one visit tells first."""

    client_id = serializers.UUIDField()
    body_hash = serializers.CharField()
    household = serializers.CharField(source="household.token")
    day = serializers.DateField()
    mode = serializers.ChoiceField(Visit.Mode.choices)
    outcome = serializers.ChoiceField(Visit.Outcome.choices)
    note = serializers.CharField(allow_blank=True)
    brought = serializers.ListField(child=serializers.ChoiceField(Visit.Brought.choices))
    person_times = serializers.IntegerField()
    entered_at = serializers.DateTimeField()


class VisitMade(VisitFields):
    """What was recorded. Keep the visit on the phone until `body_hash` has come back: it is that of what was sent."""

    clock_difference = serializers.IntegerField(
        allow_null=True,
        default=None,
        help_text=_("Seconds by which the phone's clock is fast; null if it was not given."),
    )
    left_out = serializers.CharField(default="", help_text=LEFT_OUT)


class OneVisit(VisitFields):
    """A visit with its state and its place among its versions."""

    entered_by = serializers.CharField(source="entered_by.name")
    state = serializers.ChoiceField(Visit.State.choices)
    void_reason = serializers.CharField(allow_blank=True)
    version = serializers.SerializerMethodField(
        help_text=_("What If-Match has to contain, the same as the ETag.")
    )
    corrects = serializers.UUIDField(source="corrects.client_id", allow_null=True, default=None)
    corrected_by = serializers.SerializerMethodField()
    left_out = serializers.CharField(default="", help_text=LEFT_OUT)

    def get_version(self, visit: Visit) -> str:
        return version_of(visit)

    def get_corrected_by(self, visit: Visit) -> str | None:
        newer = Visit.objects.filter(corrects=visit).first()
        return str(newer.client_id) if newer else None


class LedgerLine(OneVisit):
    """A visit in the ledger."""

    number = serializers.CharField(source="household.number")
    head = serializers.CharField(source="household.head_name")
    village = serializers.CharField(source="household.village.code")
    grid = serializers.CharField(source="household.grid.code", allow_null=True, default=None)
    visitors = serializers.SerializerMethodField(help_text=_("Names of everyone who went."))
    corrects = None  # type: ignore[assignment]
    corrected_by = None  # type: ignore[assignment]
    left_out = None  # type: ignore[assignment]

    def get_visitors(self, visit: Visit) -> list[str]:
        return [visitor.user.name for visitor in visit.visitors.all()]


class LedgerOut(serializers.Serializer[Any]):
    first = serializers.DateField()
    last = serializers.DateField()
    lines = serializers.IntegerField(help_text=_("Visits in the list, whatever their outcome."))
    visits = serializers.IntegerField(help_text=_("Visits at which somebody was met."))
    person_times = serializers.IntegerField(help_text=_("Their visitors, summed."))
    households = serializers.IntegerField(help_text=_("Households met."))
    of = serializers.IntegerField(help_text=_("All households of the area on the last day."))
    next = NextField()
    results = LedgerLine(many=True)


SENT_STATES = ("recorded", "voided", *HeldVisit.State.values)


class DecisionOut(serializers.Serializer[Any]):
    """What became of a visit that was sent."""

    client_id = serializers.UUIDField()
    body_hash = serializers.CharField(help_text=_("Keep the visit on the phone until it has come back."))
    state = serializers.ChoiceField(SENT_STATES)
    reason = serializers.CharField(allow_blank=True, default="")
    left_out = serializers.CharField(allow_blank=True, default="", help_text=LEFT_OUT)


class HeldLine(DecisionOut):
    """A visit that waits, as it was sent."""

    household = serializers.CharField(source="token")
    maker = serializers.CharField(source="maker.name")
    village = serializers.CharField(source="village.code")
    day = serializers.DateField()
    mode = serializers.CharField()
    outcome = serializers.CharField()
    note = serializers.CharField(allow_blank=True)
    brought = serializers.ListField(child=serializers.CharField())
    why = serializers.ChoiceField(HeldVisit.Why.choices)
    received_at = serializers.DateTimeField()


class HeldLines(serializers.Serializer[Any]):
    results = HeldLine(many=True)


class SentLine(serializers.Serializer[Any]):
    client_id = serializers.UUIDField()
    state = serializers.ChoiceField(SENT_STATES)
    reason = serializers.CharField(allow_blank=True)


class SentLines(serializers.Serializer[Any]):
    results = SentLine(many=True)


class RuleRow(serializers.Serializer[VisitRule]):
    group = serializers.SerializerMethodField(help_text=GROUP)
    area = serializers.CharField(source="area.code", allow_null=True, default=None)
    days = serializers.IntegerField()
    modes = serializers.ListField(child=serializers.ChoiceField(Visit.Mode.choices))
    since = serializers.DateField(source="period.lower", allow_null=True)
    until = serializers.DateField(source="period.upper", allow_null=True)

    def get_group(self, rule: VisitRule) -> str:
        return rule.category.code if rule.category else rule.occupancy


class RulesOut(serializers.Serializer[Any]):
    results = RuleRow(many=True)


class PersonOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()


class OwnHomeOut(serializers.Serializer[Any]):
    token = serializers.CharField()
    number = serializers.CharField()
    head = serializers.CharField()
    spelled = serializers.ListField(
        child=serializers.CharField(), help_text=_("The name in pinyin and by initials.")
    )
    place = serializers.CharField(allow_blank=True)
    address = serializers.CharField(allow_blank=True)
    phones = serializers.ListField(child=serializers.CharField())
    status = serializers.ChoiceField(Status.choices)
    special = serializers.BooleanField()
    group = serializers.ChoiceField(["urgent", "due", "rest"])
    week = serializers.ChoiceField(
        ["due", "met", ""],
        help_text=_(
            "Whether its visit is to be made by this Sunday, or was made since Monday; empty: neither."
        ),
    )
    why = serializers.CharField(help_text=_("Why to go today, or that there is time, as short as possible."))
    reason = serializers.CharField(help_text=_("Why it stands at this position."))
    tasks = serializers.ListField(
        child=serializers.CharField(), help_text=_("What else is to be done there.")
    )
    waiting = serializers.ListField(
        child=serializers.CharField(), help_text=_("What waits for the village to confirm it.")
    )
    counts = serializers.ListField(
        child=serializers.ChoiceField(choices=VisitMode.choices),
        help_text=_("The modes of visits that count here, by the household's rule."),
    )
    last_met = serializers.DateField(allow_null=True)
    due_by = serializers.DateField(
        allow_null=True, help_text=_("The last day of its time; null: owed already, or nobody lives there.")
    )
    point = serializers.ListField(
        child=serializers.FloatField(), allow_null=True, help_text=_("Longitude and latitude.")
    )
    companions = serializers.ListField(
        child=serializers.IntegerField(), help_text=_("Ids of those who often come along.")
    )


class ChoicesField(serializers.ListField):
    """Pairs of what is sent and the words for it."""

    child = serializers.ListField(child=serializers.CharField(), min_length=2, max_length=2)


class OwnRegisterOut(serializers.Serializer[Any]):
    """What of one household a change can be said of."""

    village = serializers.CharField(help_text=_("The code of its village."))
    occupancy = serializers.ChoiceField(Household.Occupancy.choices)
    residents = ChoicesField(help_text=_("Who lives there: the key, and the name."))


class RegisterAlongOut(serializers.Serializer[Any]):
    """What there is to choose from where a change of the register is proposed: each what is sent, and the words for it."""

    categories = ChoicesField(help_text=_("Care categories."))
    places = ChoicesField(help_text=_("Where a household may be added: the codes of villages and grids."))
    villages = ChoicesField(help_text=_("The villages of the county, by code."))
    grids = serializers.DictField(
        child=ChoicesField(), help_text=_("The grids of each village, by its code.")
    )
    households = serializers.DictField(child=OwnRegisterOut(), help_text=_("By token."))


class OwnNeedOut(serializers.Serializer[Any]):
    """A need of a household of one's own that is open, or done and to be followed up. Sensitive ones are in no list."""

    id = serializers.UUIDField()
    version = serializers.IntegerField()
    number = serializers.CharField()
    household = serializers.CharField(help_text=_("The token of the household."))
    category = serializers.CharField()
    words = serializers.CharField(
        allow_blank=True, help_text=_("How it begins; nothing of a dispute, which names people.")
    )
    told = serializers.CharField(help_text=_("State, level and deadline in words."))
    late = serializers.BooleanField()
    ask = serializers.BooleanField(help_text=_("Whether you may ask those concerned how it went."))


class WaitingOut(serializers.Serializer[Any]):
    """An assignment or a supervision that waits for you."""

    number = serializers.CharField()
    told = serializers.CharField()
    late = serializers.BooleanField()
    link = serializers.CharField()


class NeedsAlongOut(serializers.Serializer[Any]):
    """What a phone needs to record needs and to follow them up."""

    categories = ChoicesField()
    needs = OwnNeedOut(many=True)
    waiting = WaitingOut(many=True)


class CallingOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    title = serializers.CharField()
    drill = serializers.BooleanField(help_text=_("It counts nowhere."))
    due_at = serializers.DateTimeField()
    checklist = ChecklistLineOut(many=True)


class CallsAlongOut(serializers.Serializer[Any]):
    campaigns = CallingOut(many=True)
    households = serializers.DictField(
        child=serializers.ListField(child=serializers.UUIDField()),
        help_text=_("By token, the roll-calls that still have to reach it."),
    )


class TodayOut(serializers.Serializer[Any]):
    account = serializers.IntegerField()
    day = serializers.DateField()
    keep_hours = serializers.IntegerField(help_text=_("After this many hours a phone deletes them."))
    people = PersonOut(many=True)
    households = OwnHomeOut(many=True)
    falls_due = serializers.DictField(
        child=serializers.IntegerField(),
        help_text=_(
            "By days ahead (7, 14): households of the own list that will be owed a visit, and are not today."
        ),
    )
    register = RegisterAlongOut()
    needs = NeedsAlongOut()
    questions = serializers.DictField(
        child=AskingOut(many=True), help_text=_("By token, what to ask at the doors of these households.")
    )
    calls = CallsAlongOut(help_text=_("Open roll-calls that still have to reach some of these households."))


class ShapeAlongOut(serializers.Serializer[Any]):
    kind = serializers.CharField(help_text="relief, water, river, road, settlement")
    rank = serializers.IntegerField(help_text=_("1 is seen from afar, 3 from near."))
    name = serializers.CharField(allow_blank=True)
    shape = serializers.JSONField(help_text=_("A GeoJSON geometry in degrees."))


class BaseAlongOut(serializers.Serializer[Any]):
    account = serializers.IntegerField()
    day = serializers.DateField()
    credit = serializers.CharField(
        allow_blank=True, help_text=_("Whose it is and by which licence: stands on the map.")
    )
    shapes = ShapeAlongOut(many=True)
