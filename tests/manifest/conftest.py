"""A concept that is there for these tests alone: its folders are added to the packages, and nothing of the house is edited."""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test.utils import isolate_apps
from django.urls import clear_url_caches

import api
import api.urls
import geodata
import geodata.models
import gridmap.pages
import gridmap.urls
from geodata.base.manifest import concepts
from tests.attack import examples
from tests.browser import examples as browser

TOY = Path(__file__).parent / "toy"
ROOMS = (
    (geodata, "geodata"),
    (api, "api"),
    (gridmap.pages, "gridmap_pages"),
    (examples, "attack_examples"),
    (browser, "browser_examples"),
)


@pytest.fixture
def toy() -> Iterator[None]:
    """The house with one concept more, as it is after a start."""
    for package, folder in ROOMS:
        package.__path__.append(str(TOY / folder))
    try:
        _start()
        yield
    finally:
        for package, folder in ROOMS:
            package.__path__.remove(str(TOY / folder))
        for name in [name for name in sys.modules if ".toy" in name]:
            del sys.modules[name]
        _start()


def _start() -> None:
    """What is read when the service starts is read again; a table of the toy is none of the house's."""
    concepts.cache_clear()
    with isolate_apps("geodata"):
        importlib.reload(geodata.models)
    importlib.reload(api.urls)
    importlib.reload(gridmap.urls)
    clear_url_caches()
