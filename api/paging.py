"""One way of turning pages: `next` is the whole address of the next page, null at the end; the Link header says it too.

RFC 8288, as GDAL's drivers and other programs follow it.
"""

from typing import Any

from rest_framework.request import Request

NEXT = "next"


def next_page(request: Request, **place: Any) -> str | None:
    """The address asked for with another place in it (`after` or `start`); None at the end, where the place is None."""
    if None in place.values():
        return None
    parameters = request.query_params.copy()
    for name, value in place.items():
        parameters[name] = str(value)
    return request.build_absolute_uri(f"?{parameters.urlencode()}")


def link_of(body: object) -> dict[str, str]:
    """The header of an answer that has a next page, {} for every other."""
    following = body.get(NEXT) if isinstance(body, dict) else None
    return {"Link": f'<{following}>; rel="next"'} if following else {}
