"""A file as an answer: written whole before the first byte is sent, so that a failure is a page and not a file cut short."""

import tempfile
from collections.abc import Callable
from typing import IO

from django.forms import BaseForm
from django.http import FileResponse
from django.utils.translation import gettext as _

from geodata.errors import BadInput
from geodata.jobs.files import UNFIT


def only_as_asked(filters: BaseForm) -> None:
    """BadInput where the address asks for what cannot be: a file of another day than was asked for says nothing of it."""
    if filters.is_valid():
        return
    field, errors = next(iter(filters.errors.items()))
    raise BadInput(
        str(errors[0]),
        field=str(field),
        value=str(filters.data.get(field, "")),
        remedy=_("Correct the address, or choose on the page from which the file is taken."),
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
