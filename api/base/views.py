"""What all views share: the scope, answers that no cache keeps, and the two forms of an answer."""

from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.base.paging import link_of
from api.base.renderers import GeoJson, Json
from api.web.access import scope_for
from api.web.errors import TooMuchAtOnce
from api.web.shares import AGAIN_AFTER, Hold
from geodata.accounts.models import User
from geodata.base.scope import Right, Scope


class View(APIView):
    """One address. `right` is what it needs; answers hold personal data unless `cache_control` says otherwise."""

    right: Right | None = None
    cache_control = "no-store"
    rests_upon: str | None = None
    """Of an answer that is `revalidated` (unchanged.py): what of the data it is made of."""

    @property
    def scope(self) -> Scope:
        """All that the user may see; `.to(Right.X)` for what may be done with it."""
        return scope_for(self.request)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """The rate comes first: whoever is refused has asked, too."""
        try:
            self.perform_authentication(request)
        finally:
            super().check_throttles(request)
        self._hold_thread(request)
        super().initial(request, *args, **kwargs)

    def _hold_thread(self, request: Request) -> None:
        """For the user from here on, whichever token or session told who it is."""
        hold: Hold | None = getattr(request, "share", None)
        if hold and isinstance(request.user, User) and not hold.move_to(f"user {request.user.pk}"):
            raise TooMuchAtOnce(wait=AGAIN_AFTER)

    def check_throttles(self, request: Request) -> None:
        """Counted already, in `initial`."""

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        for name, value in link_of(getattr(response, "data", None)).items():
            response[name] = value
        return super().finalize_response(request, response, *args, **kwargs)

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        """Only the methods, in the Allow header."""
        return HttpResponse(status=204)

    @property
    def default_response_headers(self) -> dict[str, str]:
        headers: dict[str, str] = super().default_response_headers
        fixed = {"Vary": "Accept, Authorization, Cookie", "Accept-Ranges": "none"}
        return {**headers, "Cache-Control": self.cache_control, **fixed}


class GeoView(View):
    """An address whose answer is GeoJSON, whichever of the two media types is asked for."""

    renderer_classes = [GeoJson, Json]

    def geojson(self, body: dict[str, Any]) -> HttpResponse:
        """Fragments from the database stay as they are."""
        return HttpResponse(orjson.dumps(body), content_type=asked_for(self.request), headers=link_of(body))


def asked_for(request: Request) -> str:
    """The media type that the Accept header chose among those of the view, without its parameters."""
    media_type: str = request.accepted_renderer.media_type
    return media_type
