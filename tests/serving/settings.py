"""The tests' settings, and addresses that behave badly on request."""

import gridmap.settings
from tests.settings import *  # noqa: F403

ROOT_URLCONF = "tests.serving.urls"
# As few as a server is told to have: it is filled by a handful.
WEB_THREADS = gridmap.settings.WEB_THREADS
