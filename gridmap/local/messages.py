"""Compiles the translations that are newer than what was compiled of them. Only the .po files are in the repository."""

from gridmap.local.paths import CHECKOUT
from gridmap.local.steps import run


def ensure_messages() -> None:
    for source in (CHECKOUT / "gridmap" / "locale").glob("*/LC_MESSAGES/*.po"):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            # Beside and moved, so that a running server never reads half a file.
            fresh = source.with_suffix(".mo.new")
            run("msgfmt", "--check-format", "-o", fresh, source, remedy=f"Mend {source.name}.")
            fresh.replace(compiled)
