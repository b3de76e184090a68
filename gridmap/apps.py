"""Registers the start-up checks, has slow statements told, and lets tags stand in the attributes of components."""

from django.apps import AppConfig
from django_cotton.nested_tag_support import enable_nested_tag_support


class GridmapConfig(AppConfig):
    name = "gridmap"

    def ready(self) -> None:
        from gridmap import (
            checks,  # noqa: F401  (registers itself)
            slow_statements,
        )

        slow_statements.watch()
        # What cotton's own app does besides; that app also brings in Django's admin.
        enable_nested_tag_support()
