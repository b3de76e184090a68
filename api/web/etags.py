"""Versions of shared things: ETag in answers, If-Match in changes. Without one 428, with an old one 412."""

import re
from typing import TypeVar

from django.http import HttpResponse
from django.utils.translation import gettext as _
from rest_framework.request import Request

from api.web.errors import VersionMissing
from geodata.base.errors import BadInput

_TAG = re.compile(r'(?:W/)?"([0-9]{1,9})"')


Answer = TypeVar("Answer", bound=HttpResponse)


def stamped(answer: Answer, version: int) -> Answer:
    """The answer with the version that it tells."""
    answer["ETag"] = f'"{version}"'
    return answer


def version_of(request: Request) -> int:
    """The version that a change is meant for. Raises VersionMissing without one, BadInput for what is none."""
    tag = request.headers.get("If-Match", "")
    if not tag:
        raise VersionMissing
    match = _TAG.fullmatch(tag)
    if match is None:
        raise BadInput(
            _("This is not a version."),
            field="If-Match",
            value=tag,
            remedy=_("Send the ETag of the response that you changed as If-Match."),
        )
    return int(match[1])


def version_if_any(request: Request) -> int | None:
    return version_of(request) if "If-Match" in request.headers else None
