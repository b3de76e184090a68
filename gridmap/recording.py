"""What pages put on the record of access: who, what, when, in which request."""

from typing import Any

from django.utils import timezone

from geodata.accounts.models import User
from geodata.audit.record import record_access
from gridmap.logs import request_id


def record(
    action: str, user: User | None, *, subject: str = "", details: dict[str, Any] | None = None
) -> None:
    """Append one entry, with the id of the request under way."""
    record_access(
        user=user,
        action=action,
        at=timezone.now(),
        subject="".join(sign for sign in subject if sign.isprintable()),
        details=details,
        request_id=request_id.get(),
    )
