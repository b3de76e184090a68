"""Checkouts to start private clusters in: directories of their own, as empty as a fresh clone."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gridmap.local.cluster import Cluster


@contextmanager
def checkout(*, mode: int = 0o755, below: str = "", durable: bool = True) -> Iterator[Cluster]:
    """The cluster of a new checkout, not started; destroyed in the end. `mode` is that of the directory above it."""
    above = Path(tempfile.mkdtemp(prefix="gridmap-test-"))
    place = above / below / "checkout"
    place.mkdir(parents=True)
    above.chmod(mode)
    cluster = Cluster(place, durable)
    try:
        yield cluster
    finally:
        cluster.destroy()
        shutil.rmtree(above)
