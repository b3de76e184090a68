"""A file as an answer: written whole before the first byte is sent, so that a failure is a page and not a file cut short."""

import tempfile
from collections.abc import Callable
from typing import IO

from django.http import FileResponse

from geodata.jobs.files import UNFIT


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
