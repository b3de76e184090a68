"""What is asked of households."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.base.fields import CodeField, DayField, NameField, TextField, VisitKeyField, WholeField
from api.base.serializers import Body
from api.geojson.bbox import BoxField
from api.territory.input import OnDay
from geodata.base import keyset
from geodata.coverage.figures import GAPS, LISTS
from geodata.people.care_workflow import CareMove
from geodata.people.setting_categories import NOTICE, REVERIFY


@extend_schema_field({"type": "string", "pattern": r"^[0-9]{1,18}\.[0-9]{1,18}$"})
class KeyField(serializers.Field[tuple[int, int], Any, str, Any]):
    """Where a page ended, as the `next` link of the page before says it."""

    default_error_messages = {"not_a_key": _("This is not a valid position in the list.")}
    remedies = {"not_a_key": _("Follow the “next” link instead of composing it yourself.")}

    def to_internal_value(self, data: Any) -> tuple[int, int]:
        key = keyset.numbers(data) if isinstance(data, str) else None
        if key is None:
            self.fail("not_a_key")
        return key

    def to_representation(self, value: tuple[int, int]) -> str:
        return keyset.joined(*value)


class HouseholdsQuery(OnDay):
    area = CodeField(required=False, help_text=_("The area; everything that you may see if left out."))
    gap = NameField(GAPS, required=False, help_text=_("Only households with this gap."))
    figure = NameField(
        LISTS,
        required=False,
        help_text=_(
            "Only households that this coverage figure counts; “left”: those that moved away or were dissolved."
        ),
    )
    category = serializers.SlugField(
        max_length=40, required=False, help_text=_("Only households of this care category.")
    )
    window = WholeField(
        least=1, most=366, default=90, help_text=_("How many days, up to that day, visits count for.")
    )
    bbox = BoxField(required=False, help_text=_("Only households in west,south,east,north (degrees)."))
    limit = WholeField(least=1, most=25_000, default=1_000, help_text=_("Households per page."))
    after = KeyField(required=False, help_text=_("Where the previous page ended; part of its “next” link."))


class OneHouseholdQuery(OnDay):
    before = VisitKeyField(required=False, help_text=_("Where the visits before ended: what “older” said."))


class CareMoveIn(Body):
    record = WholeField(least=1, most=999_999_999, help_text=_("The number of the care record."))
    move = serializers.ChoiceField(CareMove.choices)
    reason = TextField(
        max_length=200, allow_blank=True, default="", help_text=_("Why it is not confirmed (“drop”).")
    )
    notice_until = DayField(
        required=False,
        help_text=_(
            "The first day after the public notice (“notice”); none: as soon as the category allows."
        ),
    )


class CategoryIn(Body):
    code = serializers.RegexField(
        r"^[a-z][a-z0-9_]{2,39}\Z",
        help_text=_("3 to 40 lower-case letters, digits or underscores; it never changes."),
    )
    name = TextField(max_length=60, help_text=_("The Chinese name."))
    name_en = TextField(max_length=60, help_text=_("The English name."))
    special = serializers.BooleanField(default=True, help_text=_("Do its households count as special?"))
    reverify_days = WholeField(
        least=REVERIFY[0],
        most=REVERIFY[1],
        default=366,
        help_text=_("Days until a record is to be verified again."),
    )
    notice_days = WholeField(
        least=NOTICE[0],
        most=NOTICE[1],
        required=False,
        allow_null=True,
        default=None,
        help_text=_("Days of public notice before a record is in force; null: it is in force at once."),
    )


class CategoryEnd(Body):
    code = serializers.SlugField(max_length=40)
    again = serializers.BooleanField(default=False, help_text=_("Take people in again."))
