"""Fields that take text from an address or a body and know exactly what they accept."""

import datetime as dt
import re
import uuid
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from geodata.base import keyset, periods, texts
from geodata.territory import codes

LATEST = dt.date(2100, 12, 31)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_WHOLE = re.compile(r"\d{1,9}", re.ASCII)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")


@extend_schema_field({"type": "string", "format": "date", "example": "2026-06-30"})
class DayField(serializers.Field[dt.date, Any, str, Any]):
    """A day as YYYY-MM-DD, from 2000 to 2100."""

    first, last = periods.FIRST_DAY, LATEST
    default_error_messages = {
        "not_a_day": _("This is not a valid date."),
        "far_day": _("This day is out of range."),
    }
    remedies = {
        "not_a_day": _("Enter it as YYYY-MM-DD."),
        "far_day": _("Enter a day from 2000-01-01 to 2100-12-31."),
    }

    def to_internal_value(self, data: Any) -> dt.date:
        if not isinstance(data, str) or not _DAY.fullmatch(data):
            self.fail("not_a_day")
        try:
            day = dt.date.fromisoformat(data)
        except ValueError:
            self.fail("not_a_day")
        if not self.first <= day <= self.last:
            self.fail("far_day")
        return day

    def to_representation(self, value: dt.date) -> str:
        return value.isoformat()


LARGEST_ID = 999_999_999
TOKEN = r"^[A-Za-z0-9_-]{1,32}\Z"  # noqa: S105
"""Of a household."""


class ClientIdField(serializers.UUIDField):
    """A UUID as text; numbers are none."""

    remedies = {"invalid": _("Generate a random UUID and keep it with the visit until it is accepted.")}

    def to_internal_value(self, data: Any) -> uuid.UUID:
        if not isinstance(data, str) or len(data) != 36:
            self.fail("invalid", value=data)
        return super().to_internal_value(data)


@extend_schema_field(
    {
        "type": "string",
        "pattern": "^([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12}|[0-9]{15})$",
        "example": "430382100",
    }
)
class CodeField(serializers.Field[str, Any, str, Any]):
    """The code of an area: 2, 4, 6, 9, 12 or 15 digits."""

    default_error_messages = {"not_a_code": _("This is not the code of an area.")}
    remedies = {
        "not_a_code": _("Enter 6 digits for a county, 9 for a township, 12 for a village, 15 for a grid.")
    }

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str) or len(data) > 15 or codes.level_of(data) is None:
            self.fail("not_a_code")
        return data

    def to_representation(self, value: str) -> str:
        return value


class WholeField(serializers.Field[int, Any, int, Any]):
    """A whole number from `least` to `most`, in plain digits."""

    default_error_messages = {
        "not_whole": _("This is not a whole number from {least} to {most}."),
    }
    remedies = {"not_whole": _("Enter it in digits.")}

    def __init__(self, *, least: int, most: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.least, self.most = least, most

    def to_internal_value(self, data: Any) -> int:
        if not (isinstance(data, int | str) and not isinstance(data, bool) and _WHOLE.fullmatch(str(data))):
            self.fail("not_whole", least=self.least, most=self.most)
        if not self.least <= int(data) <= self.most:
            self.fail("not_whole", least=self.least, most=self.most)
        return int(data)

    def to_representation(self, value: int) -> int:
        return value


class NameField(serializers.ChoiceField):
    """One of the names that the manifests of the concepts fill."""

    def __init__(self, names: Mapping[str, Any], **options: Any) -> None:
        super().__init__(list(names), **options)


class TextField(serializers.CharField):
    """Text that reads as it is stored: without signs that nobody sees, with one kind of line end, and no control characters."""

    default_error_messages = {"unseen": _("The text has invisible control characters.")}
    remedies = {"unseen": _("Type it again instead of pasting it.")}
    is_made_even = True

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        if not self.is_made_even:
            return super().to_internal_value(data)
        if _CONTROLS.search(data):
            self.fail("unseen")
        return super().to_internal_value(texts.free(data))


class VisitText(TextField):
    """What is written of a visit. Its writer may be far away: what cannot be stored is left out where it is stored."""

    leaves_out_id_numbers = True
    is_made_even = False


class NextField(serializers.CharField):
    """The whole address of the page after this one, null at the end; the Link header says it too."""

    def __init__(self, **options: Any) -> None:
        super().__init__(allow_null=True, help_text=_("The address of the next page."), **options)


@extend_schema_field({"type": "string", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}\.[0-9]{1,18}$"})
class VisitKeyField(serializers.Field[tuple[dt.date, int], Any, str, Any]):
    """Where a page ended, as the page before says it: day.id."""

    default_error_messages = {"not_a_key": _("This is not a valid position in the list.")}
    remedies = {"not_a_key": _("Use the value of “next”.")}

    def to_internal_value(self, data: Any) -> tuple[dt.date, int]:
        key = keyset.day_and_number(data) if isinstance(data, str) else None
        if key is None:
            self.fail("not_a_key")
        return key

    def to_representation(self, value: tuple[dt.date, int]) -> str:
        return keyset.joined(*value)
