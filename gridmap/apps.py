"""Registers the start-up checks, and has slow statements told."""

from django.apps import AppConfig


class GridmapConfig(AppConfig):
    name = "gridmap"

    def ready(self) -> None:
        from gridmap import (
            checks,  # noqa: F401  (registers itself)
            slow_statements,
        )

        slow_statements.watch()
