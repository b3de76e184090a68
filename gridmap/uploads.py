"""Files that come with a form: on disk, never larger than an import may be, and gone with the request."""

from typing import Any

from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler

from geodata.files.limits import limits


class Bounded(TemporaryFileUploadHandler):
    """Leaves out a file as soon as it is too large: the form then tells that there is none."""

    received = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        self.received = 0
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.received += len(raw_data)
        if self.received > limits().bytes:
            raise SkipFile
        return super().receive_data_chunk(raw_data, start)
