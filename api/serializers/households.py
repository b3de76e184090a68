"""What is asked of households."""

import re
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.serializers.areas import OnDay
from api.serializers.bbox import BoxField
from api.serializers.fields import CodeField, WholeField
from geodata.coverage.figures import FIGURES, GAPS

_KEY = re.compile(r"(\d{1,18})\.(\d{1,18})", re.ASCII)


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
    limit = WholeField(least=1, most=10_000, default=1_000, help_text=_("Households per page."))
    after = KeyField(required=False, help_text=_("Where the page before ended; part of its “next” link."))
