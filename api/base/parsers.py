"""Bodies: strict JSON in UTF-8, of a bounded size (NaN, infinity and half surrogates are no JSON), and plain forms."""

from collections.abc import Mapping
from typing import IO, Any
from urllib.parse import parse_qsl

import orjson
from django.core.exceptions import RequestDataTooBig
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

from geodata.files.limits import limits

LARGEST = 2_000_000
"""Bytes; a polygon of 10,000 vertices takes a quarter of it."""


LARGEST_FILE = 20 * 2**20


def at_most(size: int, stream: IO[bytes]) -> bytes:
    """The whole of a request's body, of so many bytes at the most. Raises RequestDataTooBig."""
    body = stream.read(size + 1)
    if len(body) > size:
        raise RequestDataTooBig
    return body


class StrictJson(BaseParser):
    media_type = "application/json"

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        body = at_most(LARGEST, stream)
        try:
            return orjson.loads(body)
        except orjson.JSONDecodeError as error:
            raise ParseError(
                _("The body is not JSON (line %(line)d, column %(column)d).")
                % {"line": error.lineno, "column": error.colno}
            ) from error


class PlainForm(BaseParser):
    """The fields of a form, each once, as a plain object: what command lines send without being told otherwise."""

    media_type = "application/x-www-form-urlencoded"

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        body = at_most(LARGEST, stream)
        try:
            return dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=20, errors="strict"))
        except ValueError as error:
            raise ParseError(_("The form cannot be read.")) from error


class GridFile(BaseParser):
    """A file of grids as it is: its bytes. What it is, its reader decides by the first of them."""

    media_type = "application/geopackage+sqlite3"
    ending = ".gpkg"

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        content = at_most(LARGEST_FILE, stream)
        return (self.ending, content)


class GeoJsonFile(GridFile):
    media_type = "application/geo+json"
    ending = ".geojson"


class AnyBytes(BaseParser):
    """A file as it is: its bytes, as many as an import may have."""

    media_type = "application/octet-stream"

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        return at_most(limits().bytes, stream)
