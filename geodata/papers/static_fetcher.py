"""What paper may fetch."""

from collections.abc import Mapping
from typing import Any

from django.contrib.staticfiles import finders
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from geodata.papers import ROOT


class OwnFiles(URLFetcher):  # type: ignore[misc]
    """Knows static files by ROOT and nothing else: no network, no other file of this machine."""

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Any:
        """Raises FatalURLFetchingError for any other address."""
        name = url.removeprefix(ROOT)
        path = finders.find(name) if url.startswith(ROOT) and ".." not in name else None
        if not isinstance(path, str):
            raise FatalURLFetchingError("Paper holds our own static files only.")
        with open(path, "rb") as file:  # noqa: PTH123  (what the finder gives is a path as text)
            return URLFetcherResponse(url, file.read())
