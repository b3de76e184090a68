"""A change as it is proposed and decided, and what is asked of the list."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.base.fields import TOKEN, ClientIdField, CodeField, DayField, TextField, WholeField
from api.base.serializers import Body, Query
from geodata.register.kinds.registry import NAMES
from geodata.register.models import MOVES, RegisterChange

LARGEST_ID = 999_999_999
MOST_AT_ONCE = 500


class ChangesQuery(Query):
    area = CodeField(required=False, help_text=_("Only of this area and below."))
    state = serializers.ChoiceField(
        RegisterChange.State.choices, required=False, help_text=_("Only those in this state.")
    )
    kind = serializers.ChoiceField(NAMES, required=False, help_text=_("Only those of this kind."))
    limit = WholeField(least=1, most=500, default=100, help_text=_("Changes per page."))
    after = WholeField(least=1, most=LARGEST_ID, required=False, help_text=_("As the page before says it."))


class ProposalIn(Body):
    client_id = ClientIdField(
        help_text=_("A UUID made by the client: the same one again is the same change.")
    )
    kind = serializers.ChoiceField(NAMES)
    household = serializers.RegexField(
        TOKEN,
        required=False,
        help_text=_("The token of the household; none for a new one."),
    )
    area = CodeField(
        required=False, help_text=_("Where a new household lives: the code of a village or grid.")
    )
    effective_on = DayField(help_text=_("From which day on; up to 31 days ahead."))
    payload = serializers.DictField(
        default=dict, help_text=_("What changes, in the fields of the kind: see docs/register.md.")
    )


class RegisterMoveIn(Body):
    move = serializers.ChoiceField(MOVES)
    reason = TextField(max_length=200, allow_blank=True, default="", help_text=_("Refusing needs one."))


class ConfirmIn(Body):
    changes = serializers.ListField(
        child=WholeField(least=1, most=LARGEST_ID),
        min_length=1,
        max_length=MOST_AT_ONCE,
        help_text=_("Numbers of changes that wait."),
    )
