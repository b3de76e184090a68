"""An order as it is recorded and moved, a team as it is founded and changed, and what is asked of the ledger."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.base.fields import LARGEST_ID, ClientIdField, CodeField, DayField, TextField, VisitText, WholeField
from api.base.serializers import Body, Query
from geodata.services import doing
from geodata.services.models import MOST_OFFERS
from geodata.services.moving import MOST_SERVED
from geodata.services.words import Answer, Field, RatedBy, Source, State, TeamKind

SERVICE = r"^([a-z][a-z0-9_]{0,39})?\Z"
TOKEN = r"^[A-Za-z0-9_-]{0,32}\Z"  # noqa: S105


class OrdersQuery(Query):
    area = CodeField(required=False, help_text=_("Only of this area and below."))
    state = serializers.ChoiceField(State.choices, required=False, help_text=_("Only those in this state."))
    field = serializers.ChoiceField(Field.choices, required=False, help_text=_("Only those of this field."))
    open = serializers.BooleanField(default=False, help_text=_("Only those that somebody still has to do."))
    untaken = serializers.BooleanField(default=False, help_text=_("Only those that nobody has taken."))
    late = serializers.BooleanField(default=False, help_text=_("Only those past their day."))
    mine = serializers.BooleanField(
        default=False, help_text=_("Only those offered to you or your teams, or taken and not finished.")
    )
    wish = serializers.BooleanField(default=False, help_text=_("Only wishes."))
    limit = WholeField(least=1, most=500, default=100, help_text=_("Orders per page."))
    after = WholeField(least=1, most=LARGEST_ID, required=False, help_text=_("As the page before says it."))


class OrderIn(Body):
    client_id = ClientIdField(help_text=_("A UUID made by the client: the same one again is the same order."))
    item = serializers.RegexField(
        SERVICE,
        required=False,
        allow_blank=True,
        default="",
        help_text=_("The code of a service; none: a wish."),
    )
    field = serializers.ChoiceField(
        Field.choices, required=False, allow_blank=True, default="", help_text=_("Of a wish.")
    )
    household = serializers.RegexField(
        TOKEN, required=False, allow_blank=True, default="", help_text=_("The token of the household.")
    )
    area = CodeField(required=False, help_text=_("Without a household: a village or grid."))
    text = VisitText(
        max_length=200, allow_blank=True, default="", help_text=_("It never changes afterwards.")
    )
    place = VisitText(max_length=100, allow_blank=True, default="", help_text=_("Where to come."))
    source = serializers.ChoiceField(Source.choices, default=Source.OFFICE)  # type: ignore[assignment]  # a field of that name


class OrderMoveIn(Body):
    move = serializers.ChoiceField(doing.NAMES)
    reason = TextField(max_length=500, required=False, allow_blank=True)
    teams = serializers.ListField(
        child=WholeField(least=1, most=LARGEST_ID),
        max_length=MOST_OFFERS,
        required=False,
        help_text=_("Of dispatching: ids of teams."),
    )
    users = serializers.ListField(
        child=WholeField(least=1, most=LARGEST_ID),
        max_length=MOST_OFFERS,
        required=False,
        help_text=_("Of dispatching: contact members of the village."),
    )
    persons = WholeField(
        least=1, most=MOST_SERVED, required=False, help_text=_("Of finishing; 1 if left out.")
    )
    trips = WholeField(least=0, most=MOST_SERVED, required=False, help_text=_("Of finishing."))
    result = TextField(max_length=200, required=False, allow_blank=True)
    answer = serializers.ChoiceField(Answer.choices, required=False, help_text=_("Of asking how it was."))
    how = serializers.ChoiceField(RatedBy.choices, required=False, help_text=_("How they were asked."))


class OrderSummaryQuery(Query):
    area = CodeField(required=False, help_text=_("Only of this area and below."))
    first = DayField(required=False, help_text=_("Ordered on this day or later; a year ago if left out."))
    last = DayField(required=False, help_text=_("Ordered on this day or earlier; today if left out."))


class TeamIn(Body):
    name = TextField(max_length=60)
    kind = serializers.ChoiceField(TeamKind.choices)
    field = serializers.ChoiceField(Field.choices)
    area = CodeField(help_text=_("Where it serves: a grid, a village or a township."))


TEAM_MOVES = ("join", "leave", "end", "plan_round", "round_done")


class TeamMoveIn(Body):
    move = serializers.ChoiceField(TEAM_MOVES)
    user = TextField(max_length=150, required=False, help_text=_("Of joining: the login of an account."))
    leads = serializers.BooleanField(required=False, default=False)
    member = WholeField(least=1, most=LARGEST_ID, required=False, help_text=_("Of leaving."))
    village = CodeField(required=False, help_text=_("Of a round: where it goes."))
    on = DayField(required=False, help_text=_("Of a round: its day."))
    round = WholeField(least=1, most=LARGEST_ID, required=False, help_text=_("Of a round that is done."))
    what = TextField(max_length=200, required=False, allow_blank=True, default="")
