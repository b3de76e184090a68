"""The kinds of jobs, found when they are first asked for."""

import subprocess
import sys

from geodata.jobs.registry import kinds
from tests.patience import PATIENCE


def test_every_concept_brings_its_kinds() -> None:
    assert {"contacts.propose", "imports.apply", "redrawing.propose", "reports.roster"} <= set(kinds())


def test_a_command_does_without_the_libraries_of_all_jobs() -> None:
    asks = "import django, sys; django.setup(); print([name for name in ('pyogrio', 'pypinyin') if name in sys.modules])"
    said = subprocess.run(
        [sys.executable, "-c", asks], check=True, capture_output=True, text=True, timeout=PATIENCE
    )
    assert said.stdout.strip().splitlines()[-1] == "[]"
