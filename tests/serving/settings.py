"""The tests' settings, and addresses that behave badly on request."""

from tests.settings import *  # noqa: F403

ROOT_URLCONF = "tests.serving.urls"
