"""An application for workers under test, which know the kinds of jobs in kinds.py."""

from django.apps import AppConfig


class Trial(AppConfig):
    name = "tests.jobs"
    label = "trial"

    def ready(self) -> None:
        from tests.jobs import kinds  # noqa: F401  (registers them)
