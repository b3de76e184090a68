"""Versions of shared things: ETag in answers, If-Match in changes. Without one 428, with an old one 412."""

import re
from typing import TypeVar

from django.http import HttpResponse
from django.utils.translation import gettext as _
from rest_framework.request import Request

from api.errors import VersionMissing
from geodata.errors import BadInput

_TAG = re.compile(r'(?:W/)?"([0-9]{1,9})"')


Answer = TypeVar("Answer", bound=HttpResponse)


def stamped(answer: Answer, version: int) -> Answer:
    """The answer with the version that it tells."""
    answer["ETag"] = f'"{version}"'
    return answer


def version_of(request: Request) -> int:
    """The version that a change is meant for. Raises VersionMissing without one, BadInput for what is none."""
    given = request.headers.get("If-Match", "")
    if not given:
        raise VersionMissing
    found = _TAG.fullmatch(given)
    if found is None:
        raise BadInput(
            _("This is no version."),
            field="If-Match",
            value=given,
            remedy=_("Send the ETag of the answer that you have changed as If-Match."),
        )
    return int(found[1])


def version_if_any(request: Request) -> int | None:
    return version_of(request) if "If-Match" in request.headers else None
