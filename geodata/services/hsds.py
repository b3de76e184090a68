"""The catalogue as HSDS 3.1 tells it (Open Referral, Human Services Data Specification): a page of services."""

import datetime as dt
import uuid
from typing import Any

from geodata.services.models import ServiceItem
from geodata.territory.models import Area

SPACE = uuid.UUID("5a7b1c1e-6f57-5a0e-8f3e-3d6c0f0f2e21")
"""HSDS knows things by UUID: ours follow from their codes."""


def key(code: str) -> str:
    return str(uuid.uuid5(SPACE, code))


def page(*, on: dt.date) -> dict[str, Any]:
    """All that are offered on that day, as one page."""
    items = list(ServiceItem.objects.on(on).select_related("area", "department").order_by("field", "code"))
    return {
        "total_items": len(items),
        "total_pages": 1,
        "page_number": 1,
        "size": len(items),
        "first_page": True,
        "last_page": True,
        "empty": not items,
        "contents": [service(item) for item in items],
    }


def service(item: ServiceItem) -> dict[str, Any]:
    return {
        "id": key(item.code),
        "name": item.name,
        "alternate_name": item.name_en,
        "description": item.description,
        "status": "active",
        "fees_description": item.fee,
        "application_process": item.get_window_display(),
        "organization": organization(item.area),
        "attributes": [{"id": key(f"{item.code}/{item.field}"), "value": item.field, "label": "field"}],
        "required_documents": [
            {"id": key(f"{item.code}/{name}"), "document": name} for name in item.materials
        ],
        "schedules": [{"id": key(f"{item.code}/hours"), "description": item.hours}] if item.hours else [],
        "code": item.code,
        "days": item.days,
    }


def organization(area: Area) -> dict[str, str]:
    return {"id": key(area.code), "name": area.name}
