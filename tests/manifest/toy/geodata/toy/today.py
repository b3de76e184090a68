"""Where a lantern is to be lit."""

import datetime as dt
from collections.abc import Collection

from geodata.people.models import Household


def dark(homes: Collection[Household], _on: dt.date) -> dict[int, list[str]]:
    return {home.pk: ["Light the lantern."] for home in homes if home.door == "9"}
