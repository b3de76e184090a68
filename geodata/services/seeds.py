"""45 invented services (fixtures/services): for the demo and for trying out, marked so."""

import json
from pathlib import Path
from typing import Any

from django.db import transaction

from geodata.base.periods import since
from geodata.services.models import ServiceItem
from geodata.territory.models import Area

FILE = Path(__file__).resolve().parents[2] / "fixtures" / "services" / "services.json"


def invented() -> list[dict[str, Any]]:
    """As the file has them."""
    told: list[dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))["services"]
    return told


@transaction.atomic
def load_invented_services(county: Area) -> int:
    """Those that are not there yet. Gives how many."""
    known = set(ServiceItem.objects.values_list("code", flat=True))
    rows = [row for row in invented() if row["code"] not in known]
    items = [ServiceItem(area=county, period=since(None), synthetic=True, **row) for row in rows]
    ServiceItem.objects.bulk_create(items)
    return len(items)
