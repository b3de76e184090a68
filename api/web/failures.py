"""How axes notes a failed sign-in: without anything that was sent with it, fields of other names included."""

from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from django.http import HttpRequest, QueryDict


class Handler(AxesDatabaseHandler):  # type: ignore[misc]
    def user_login_failed(
        self, sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **more: Any
    ) -> None:
        if request is None:
            super().user_login_failed(sender, credentials, request, **more)
            return
        query, sent = request.GET, request.POST
        request.GET, request.POST = QueryDict(), QueryDict()
        try:
            super().user_login_failed(sender, credentials, request, **more)
        finally:
            request.GET, request.POST = query, sent
