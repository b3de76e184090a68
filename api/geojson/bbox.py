"""The `bbox` parameter: west,south,east,north in degrees of WGS 84."""

import math
import re
from typing import Any, NamedTuple

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

_NUMBER = re.compile(r"[+-]?\d{1,4}(\.\d{1,20})?", re.ASCII)


class Box(NamedTuple):
    west: float
    south: float
    east: float
    north: float


@extend_schema_field({"type": "string", "example": "112.1,27.6,112.6,28.1"})
class BoxField(serializers.Field[Box, Any, str, Any]):
    """Four finite numbers that make a box in the county's surroundings; swapped axes are recognised."""

    default_error_messages = {
        "not_four": _("A bbox has four numbers."),
        "not_finite": _("A bbox takes plain numbers only."),
        "swapped": _("Latitude and longitude are swapped."),
        "reversed": _("The box ends before it begins."),
        "elsewhere": _("The box lies outside the county and its surroundings."),
    }
    remedies = {
        "not_four": _("Write west,south,east,north in degrees, such as 112.1,27.6,112.6,28.1."),
        "not_finite": _("Write west,south,east,north in degrees, such as 112.1,27.6,112.6,28.1."),
        "swapped": _("Write longitude first: west,south,east,north."),
        "reversed": _("Write west,south,east,north: west below east, south below north."),
        "elsewhere": _("Check the coordinates; they are degrees of WGS 84."),
    }

    def to_internal_value(self, data: Any) -> Box:
        parts = data.split(",") if isinstance(data, str) and len(data) <= 200 else []
        if len(parts) != 4:
            self.fail("not_four")
        if not all(_NUMBER.fullmatch(part.strip()) for part in parts):
            self.fail("not_finite")
        box = Box(*(float(part) for part in parts))
        self._check(box)
        return box

    def _check(self, box: Box) -> None:
        if not all(map(math.isfinite, box)):
            self.fail("not_finite")
        if not _meets(box) and _meets(Box(box.south, box.west, box.north, box.east)):
            self.fail("swapped")
        if not (box.west < box.east and box.south < box.north):
            self.fail("reversed")
        if not _meets(box):
            self.fail("elsewhere")

    def to_representation(self, value: Box) -> str:
        return ",".join(map(str, value))


def _meets(box: Box) -> bool:
    """Does the box share something with settings.COUNTY_BOX?"""
    west, south, east, north = settings.COUNTY_BOX
    on_earth = (
        -180 <= box.west <= 180
        and -180 <= box.east <= 180
        and -90 <= box.south <= 90
        and -90 <= box.north <= 90
    )
    return on_earth and box.west <= east and box.east >= west and box.south <= north and box.north >= south
