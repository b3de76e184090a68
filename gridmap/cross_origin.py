"""Pages of other sites that the operator names may ask with a token: CORS, for addresses of programs alone and never with cookies."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from api.web.addresses import for_programs
from gridmap.middleware import Answer

TOLD = "Link, ETag, Content-Crs, Retry-After, Location"
"""Headers of answers that a script of another site may read."""
SENT = "Authorization, Accept, Accept-Language, Content-Type, If-Match, If-None-Match"
AN_HOUR = "3600"


class CrossOrigin:
    """Before anything that looks at the session or the database: what a browser asks beforehand names nobody."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        origin = request.headers.get("Origin", "")
        if not origin or origin not in settings.CORS_ORIGINS or not for_programs(request.path_info):
            return self.get_response(request)
        wanted = request.headers.get("Access-Control-Request-Method")
        answer = _beforehand() if request.method == "OPTIONS" and wanted else self.get_response(request)
        answer["Access-Control-Allow-Origin"] = origin
        answer["Access-Control-Expose-Headers"] = TOLD
        answer["Vary"] = ", ".join(filter(None, (answer.get("Vary"), "Origin")))
        return answer


def _beforehand() -> HttpResponse:
    return HttpResponse(
        status=204,
        headers={
            "Access-Control-Allow-Methods": "GET, HEAD, POST, PUT, PATCH, DELETE",
            "Access-Control-Allow-Headers": SENT,
            "Access-Control-Max-Age": AN_HOUR,
            "Cache-Control": "no-store",
        },
    )
