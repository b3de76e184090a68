"""Everything between an empty database and a service that can be opened; a second time it only looks."""

import os
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from geodata.needs.defaults import load_missing_need_defaults
from geodata.people.defaults import load_missing_defaults
from geodata.posts.department_defaults import load_missing_departments
from geodata.setup.first_code import new_code
from geodata.territory.models import Area
from gridmap.local.demo import FIRST_CODE, password_for_loading
from gridmap.local.paths import LOCAL, VENV
from gridmap.local.steps import fingerprint, is_stamped

EVERY = 20
"""After so many steps of the database something is said."""


class Command(BaseCommand):
    help = "Checks, migrates, loads the care categories, visit rules and departments where there are none, collects static files, and loads the demo county into an empty database; prints the one-time code of an installation without accounts."

    def handle(self, *args: Any, **options: Any) -> None:
        # What is wrong is raised; that nothing is wrong needs no words.
        call_command("check", databases=["default"], stdout=StringIO())
        call_command("migrate", interactive=False, stdout=Migrating(self.say, steps_to_come()))
        load_missing_defaults()
        load_missing_departments()
        load_missing_need_defaults()
        collect_static_files()
        if settings.DEMO and not Area.objects.exists():
            self.say("loading the demo county, which takes a minute or more …")
            os.environ["DEMO_PASSWORD"] = password_for_loading()
            call_command("make_demo", stdout=StringIO())
        # For whoever runs this: told here, and kept nowhere.
        if code := new_code(at=timezone.now()):
            self.stdout.write(f"{FIRST_CODE}{code}")

    def say(self, words: str) -> None:
        self.stderr.write(f"gridmap: {words}")


class Migrating(StringIO):
    """What `migrate` writes, counted: a first time takes minutes, and says how far it is."""

    def __init__(self, say: Callable[[str], None], steps: int) -> None:
        super().__init__()
        self.say, self.steps, self.done = say, steps, 0
        if steps:
            say(f"preparing the database, {steps} steps …")

    def write(self, text: str) -> int:
        self.done += text.count("OK")
        if "OK" in text and self.done % EVERY == 0:
            self.say(f"preparing the database, {self.done} of {self.steps} …")
        return len(text)


def steps_to_come() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def collect_static_files() -> None:
    """Again only where a file of ours, an asset or a package has changed."""
    root = Path(settings.STATIC_ROOT)
    ours = sorted(file for file in (settings.BASE_DIR / "gridmap" / "static").rglob("*") if file.is_file())
    locks = [file for file in (LOCAL / "vendor" / ".lock", VENV / ".run-lock") if file.exists()]
    mark = fingerprint([*ours, *locks])
    if not is_stamped(root / ".mark", mark):
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        (root / ".mark").write_text(mark)
