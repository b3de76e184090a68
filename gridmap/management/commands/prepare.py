"""Everything between an empty database and a service that can be opened; a second time it only looks."""

import os
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from geodata.people.defaults import load_missing_defaults
from geodata.territory.models import Area
from gridmap.local.demo import password_for_loading
from gridmap.local.paths import LOCAL, VENV
from gridmap.local.steps import fingerprint, is_stamped


class Command(BaseCommand):
    help = "Checks, migrates, loads the care categories and visit rules where there are none, collects static files, and loads the demo county into an empty database."

    def handle(self, *args: Any, **options: Any) -> None:
        # What is wrong is raised; that nothing is wrong needs no words.
        call_command("check", databases=["default"], stdout=StringIO())
        call_command("migrate", interactive=False, verbosity=0)
        load_missing_defaults()
        collect_static_files()
        if settings.DEMO and not Area.objects.exists():
            self.stderr.write("gridmap: loading the demo county …")
            os.environ["DEMO_PASSWORD"] = password_for_loading()
            call_command("make_demo", stdout=StringIO())


def collect_static_files() -> None:
    """Again only where a file of ours, an asset or a package has changed."""
    root = Path(settings.STATIC_ROOT)
    ours = sorted(file for file in (settings.BASE_DIR / "gridmap" / "static").rglob("*") if file.is_file())
    locks = [file for file in (LOCAL / "vendor" / ".lock", VENV / ".run-lock") if file.exists()]
    mark = fingerprint([*ours, *locks])
    if not is_stamped(root / ".mark", mark):
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        (root / ".mark").write_text(mark)
