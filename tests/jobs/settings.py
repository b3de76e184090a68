"""What a worker under test runs with: the web role from the first moment on, as where it signs in by itself."""

from tests.settings import *  # noqa: F403
from tests.settings import DATABASES, INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.jobs.apps.Trial"]
DATABASES["default"]["OPTIONS"] = DATABASES["default"]["OPTIONS"] | {"options": "-c role=gridmap_web"}
WORKER_BEAT, WORKER_GIVEN_UP = 0.3, 1.5
