"""What the API puts on the record of access: who, what, when, in which request."""

from typing import Any

from django.utils import timezone
from rest_framework.request import Request

from geodata.accounts.models import User
from geodata.audit.record import record_access


def record(
    request: Request,
    action: str,
    user: User | None,
    *,
    subject: str = "",
    details: dict[str, Any] | None = None,
) -> None:
    """Append one entry, with the id of the request."""
    record_access(
        user=user,
        action=action,
        at=timezone.now(),
        subject=subject,
        details=details,
        request_id=request.META.get("REQUEST_ID", ""),
    )
