"""Days and boxes as filters and parameters write them."""

import datetime as dt
import re
from typing import Any

from django.utils import timezone

DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|[+-]\d{2}:\d{2})", re.ASCII)


def day_of(text: str) -> dt.date:
    """The day of a day, or of a moment by the county's clock."""
    if DAY.fullmatch(text):
        return dt.date.fromisoformat(text)
    if not MOMENT.fullmatch(text):
        raise ValueError(text)
    return timezone.localdate(dt.datetime.fromisoformat(text))


def box_of(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    """A box as a polygon."""
    ring = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    return {"type": "Polygon", "coordinates": [ring]}
