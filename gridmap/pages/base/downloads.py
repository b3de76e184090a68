"""A file as an answer: written whole before the first byte is sent, so that a failure is a page and not a file cut short."""

import tempfile
from collections.abc import Callable
from typing import IO

import orjson
from django.forms import BaseForm
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from geodata.base.errors import BadInput
from geodata.jobs.files import UNFIT
from geodata.jobs.models import Job
from gridmap.middleware import ScopedRequest
from gridmap.tokens import by_token


def only_as_asked(filters: BaseForm) -> None:
    """BadInput where the address asks for what cannot be: a file of another day than was asked for says nothing of it."""
    if filters.is_valid():
        return
    field, errors = next(iter(filters.errors.items()))
    raise BadInput(
        str(errors[0]),
        field=str(field),
        value=str(filters.data.get(field, "")),
        remedy=_("Correct the address, or choose again on the page that offers the file."),
    )


def download(name: str, content_type: str, write: Callable[[IO[bytes]], object]) -> FileResponse:
    """What `write` puts into a file, for keeping under that name."""
    target = tempfile.TemporaryFile()  # noqa: SIM115  (the response closes it)
    write(target)
    target.seek(0)
    answer = FileResponse(
        target, as_attachment=True, filename=UNFIT.sub("_", name), content_type=content_type
    )
    # Made anew each time: programs that would fetch it in parts are told to take it whole.
    answer["Accept-Ranges"] = "none"
    return answer


def as_job(
    request: ScopedRequest, begin: Callable[[], Job], *, most: int, back: str, kind: str
) -> HttpResponse:
    """In place of a file of more than `most` rows: a page that offers the job, which POST starts.

    For a program, which presses no button, the job is begun: 202 and where to ask for it. The same again while it waits
    or runs is the same job.
    """
    if not by_token(request):
        return render(request, "exports/long_list.html", {"most": most, "back": back, "kind": kind})
    if request.method == "HEAD":
        return HttpResponse(status=202)
    job = begin()
    answer = HttpResponse(orjson.dumps({"job": str(job.pk)}), status=202, content_type="application/json")
    answer["Location"] = reverse("api:job", args=[job.pk])
    return answer
