"""A meeting as it is planned, decided and confirmed."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.base.fields import LARGEST_ID, CodeField, DayField, TextField, WholeField
from api.base.serializers import Body, Query
from geodata.base.agenda import Outcome
from geodata.meetings.minutes import MOST_PRESENT
from geodata.meetings.words import Kind, Level, State

WORD = r"^[a-z][a-z0-9_]{0,29}\Z"


class MeetingsQuery(Query):
    area = CodeField(required=False, help_text=_("Its own and those below it."))
    state = serializers.ChoiceField(State.choices, required=False, help_text=_("Only those in this state."))
    limit = WholeField(least=1, most=200, default=50, help_text=_("Meetings per page."))
    offset = WholeField(least=0, most=100_000, default=0, help_text=_("As the page before says it."))


class AgendaQuery(Query):
    area = CodeField(help_text=_("A village, a township or a county."))
    on = DayField(required=False, help_text=_("Default: today."))


class MeetingIn(Body):
    area = CodeField(help_text=_("Whose meetings you hold."))
    kind = serializers.ChoiceField(
        Kind.choices, required=False, help_text=_("Default: by rule, or called where a time is given.")
    )
    planned_at = serializers.DateTimeField(required=False, help_text=_("Default: the next by rule."))
    title = TextField(max_length=60, required=False, allow_blank=True)
    place = TextField(max_length=60, required=False, allow_blank=True)


class MinutesIn(Body):
    text = TextField(max_length=4000, required=False, allow_blank=True, help_text=_("The minutes."))
    chair = WholeField(least=1, most=LARGEST_ID, required=False)
    writer = WholeField(least=1, most=LARGEST_ID, required=False)
    present = serializers.ListField(
        child=WholeField(least=1, most=LARGEST_ID), max_length=MOST_PRESENT, required=False
    )


class DecideIn(Body):
    outcome = serializers.ChoiceField(Outcome.choices, help_text=_("One of those that the line offers."))
    text = TextField(max_length=500, required=False, allow_blank=True)
    owner = WholeField(least=1, most=LARGEST_ID, required=False, help_text=_("The id of an account."))
    department = serializers.RegexField(WORD, required=False, help_text=_("The code of a department."))
    office = CodeField(required=False, help_text=_("The code of an area whose office does it."))
    due_on = DayField(required=False)


class MatterIn(Body):
    text = TextField(max_length=200)


class AddendumIn(Body):
    text = TextField(max_length=1000)


class DecisionsQuery(Query):
    area = CodeField(required=False, help_text=_("Its own and those below it."))
    late = serializers.BooleanField(default=False, help_text=_("Only those past their day."))
    mine = serializers.BooleanField(default=False, help_text=_("Only those that you are to do."))
    limit = WholeField(least=1, most=200, default=50, help_text=_("Decisions per page."))
    offset = WholeField(least=0, most=100_000, default=0, help_text=_("As the page before says it."))


class MeetingRuleIn(Body):
    area = CodeField(help_text=_("Whose meetings you hold."))
    level = serializers.ChoiceField(Level.choices)
    weekday = WholeField(least=1, most=7, help_text=_("1 is Monday."))
    nth = WholeField(
        least=1, most=5, required=False, help_text=_("Of the month; 5 is the last. Default: every week.")
    )
    time = serializers.TimeField()
    place = TextField(max_length=60, required=False, allow_blank=True)
    due_days = WholeField(least=1, most=366, default=7)
