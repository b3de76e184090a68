"""What is served of the static files, and under which names: those with a hash of their content."""

from typing import Any

from django.contrib.staticfiles.apps import StaticFilesConfig
from whitenoise.storage import CompressedManifestStaticFilesStorage

SOURCE_MAP = "sourceMappingURL"


class ServedFiles(StaticFilesConfig):
    """Leaves out what packages bring along and no page of ours asks for: maps of sources, pages of their own."""

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "*.map",
        "rest_framework/*",
        "gis/*",
        "*/redoc/*",
    ]


def _without_source_maps(patterns: tuple[Any, ...]) -> tuple[Any, ...]:
    """References to files that are not collected would stop the collecting."""
    return tuple(
        (files, tuple(one for one in found if SOURCE_MAP not in str(one))) for files, found in patterns
    )


class HashedFiles(CompressedManifestStaticFilesStorage):
    """A page that loads a new module never gets an old one beside it."""

    support_js_module_import_aggregation = True
    keep_only_hashed_files = True
    patterns = _without_source_maps(CompressedManifestStaticFilesStorage.patterns)
