"""`manage.py work`: a worker for jobs. Signs in as the web processes do."""

import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from geodata.jobs.worker import work


class Command(BaseCommand):
    help = "Do jobs, one after another, until SIGTERM. Start as many workers as are needed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="end when no job is left")

    def handle(self, *args: Any, **options: Any) -> None:
        if not work(once=options["once"]):
            os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606  (ourselves)
