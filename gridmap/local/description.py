"""Whether the API's description is valid OpenAPI, by another's judgement than its generator's. No database is asked."""

import subprocess
import tempfile
from pathlib import Path

from gridmap.local.dependencies import PYTHON
from gridmap.local.paths import CHECKOUT


def report() -> int:
    """0 where it is made without a warning and is valid; else the tools' own words are on the terminal."""
    with tempfile.TemporaryDirectory(prefix="gridmap-description-") as folder:
        schema = Path(folder) / "schema.yaml"
        return _run("manage.py", "spectacular", "--fail-on-warn", "--file", str(schema)) or valid(schema)


def valid(description: Path) -> int:
    return _run("-m", "openapi_spec_validator", "--validation-errors", "all", str(description))


def _run(*words: str) -> int:
    return subprocess.run([PYTHON, *words], cwd=CHECKOUT, check=False).returncode
