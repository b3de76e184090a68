"""One way of turning pages: `next` is the whole address of the next page, null at the end; the Link header says it too.

RFC 8288, as GDAL's drivers and other programs follow it.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

NEXT = "next"
MATCHED = _("How many there are on all pages; left out where there are more than 1,000.")
AT_LEAST = _("At least so many: in the place of numberMatched where there are more than 1,000.")


def next_page(request: Request, **place: Any) -> str | None:
    """The address asked for with another place in it (`after` or `start`); None at the end, where the place is None."""
    if None in place.values():
        return None
    parameters = request.query_params.copy()
    for name, value in place.items():
        parameters[name] = str(value)
    return request.build_absolute_uri(f"?{parameters.urlencode()}")


def number_matched(counted: int, *, most: int) -> dict[str, int]:
    """How many there are on all pages, as OGC API Features calls it, which lets it be left out; beyond `most` at least so many."""
    return {"numberMatched": counted} if counted <= most else {"numberMatchedAtLeast": most}


def link_of(body: object) -> dict[str, str]:
    """The header of an answer that has a next page, {} for every other."""
    following = body.get(NEXT) if isinstance(body, dict) else None
    return {"Link": f'<{following}>; rel="next"'} if following else {}
