"""A county that publishes, with a key of its own."""

import base64

import pytest
from pytest_django.fixtures import Settings

from tests import village as v

SECRET = base64.b64encode(bytes(range(32))).decode()
OTHER = base64.b64encode(bytes(range(1, 33))).decode()


@pytest.fixture
def county(db: None, settings: Settings) -> v.County:
    settings.PUBLISHING_KEY = SECRET
    return v.county()
