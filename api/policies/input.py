"""A policy as it is written, and what is asked of the catalogue."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.base.fields import DayField, TextField, WholeField
from api.base.serializers import Body, Query
from geodata.policies.examples import MOST
from geodata.policies.words import Field, Level, Move, State, Subject, Unit
from geodata.policies.writing import MOST_MATERIALS

CODE = r"^[a-z][a-z0-9_]{2,39}\Z"
DAY_OF_YEAR = r"^([0-9]{2}-[0-9]{2})?\Z"
RULE = _("A tree of what is asked, as docs/policies.md tells: `all`, `any`, `not`, `first` over leaves.")


@extend_schema_field({"type": "object", "additionalProperties": True})
class TreeField(serializers.JSONField):
    """JSON whose content the verb reads and explains."""


class PoliciesQuery(Query):
    department = serializers.RegexField(
        r"^[a-z][a-z0-9_]{1,39}\Z", required=False, help_text=_("The code of a department.")
    )
    field = serializers.ChoiceField(Field.choices, required=False, help_text=_("Only of this field."))
    state = serializers.ChoiceField(State.choices, required=False, help_text=_("Only those in this state."))
    search = TextField(
        max_length=60, required=False, help_text=_("Words of its name, its benefit or its code.")
    )
    limit = WholeField(least=1, most=500, default=100, help_text=_("Policies per page."))
    after = WholeField(least=1, most=100_000, required=False, help_text=_("As the page before says it."))


class ContentIn(Body):
    """What a version says."""

    plain = TextField(max_length=200, help_text=_("Whom it is for, in plain words."))
    plain_en = TextField(max_length=400, allow_blank=True, default="")
    benefit = TextField(max_length=200, help_text=_("What is given."))
    benefit_en = TextField(max_length=400, allow_blank=True, default="")
    amount = serializers.DecimalField(
        max_digits=10, decimal_places=2, min_value=0, allow_null=True, default=None
    )
    unit = serializers.ChoiceField(Unit.choices, allow_blank=True, default="")
    how = TextField(max_length=500, allow_blank=True, default="", help_text=_("How to apply."))
    how_en = TextField(max_length=900, allow_blank=True, default="")
    materials = serializers.ListField(
        child=TextField(max_length=60), max_length=MOST_MATERIALS, default=list, help_text=_("What to bring.")
    )
    where = TextField(max_length=200, allow_blank=True, default="", help_text=_("Where to apply."))
    opens = serializers.RegexField(
        DAY_OF_YEAR, allow_blank=True, default="", help_text=_("Month and day of each year; empty: always.")
    )
    closes = serializers.RegexField(
        DAY_OF_YEAR, allow_blank=True, default="", help_text=_("Month and day of each year; empty: always.")
    )
    document = TextField(max_length=100, allow_blank=True, default="")
    rule = TreeField(help_text=RULE)
    examples = serializers.ListField(
        child=TreeField(),
        max_length=MOST,
        default=list,
        help_text=_("Invented households with what the rule has to say of each: yes, no or unknown."),
    )


class PolicyIn(ContentIn):
    """A policy with its first version."""

    code = serializers.RegexField(CODE, help_text=_("A word of small letters; it never changes."))
    name = TextField(max_length=60)
    name_en = TextField(max_length=100, allow_blank=True, default="")
    level = serializers.ChoiceField(Level.choices)
    field = serializers.ChoiceField(Field.choices)
    subject = serializers.ChoiceField(Subject.choices, help_text=_("Whom it is for; it never changes."))
    department = WholeField(least=1, most=2**31 - 1, help_text=_("The number of the department."))


class PolicyMoveIn(Body):
    move = serializers.ChoiceField([(move, move.label) for move in Move if move != Move.DRAFT])
    day = DayField(
        required=False,
        allow_null=True,
        default=None,
        help_text=_("From which day on it holds, or holds no more; needed by `put` and `end`."),
    )


def named_and_content(told: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What names the policy, and what its version says."""
    names = ("code", "name", "name_en", "level", "field", "subject", "department")
    return {name: told[name] for name in names}, {name: told[name] for name in told if name not in names}
