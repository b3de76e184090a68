"""`manage.py even_texts [--apply]`: stored names, numbers, addresses and phones written as those that come in now."""

from argparse import ArgumentParser
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from geodata.base import wording
from geodata.base.stored_texts import even_texts


class Command(BaseCommand):
    help = (
        "Write stored texts in the one way that new ones are written. Says what it would do; --apply does it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--apply", action="store_true", help="write, instead of only saying what")

    def handle(self, *args: Any, **options: Any) -> None:
        counts = even_texts(lambda name: apps.get_model("geodata", name), apply=options["apply"])
        for column in sorted(counts.changed | counts.left):
            words = {
                "column": column,
                "changed": wording.figure(counts.changed[column]),
                "left": wording.figure(counts.left[column]),
            }
            self.stdout.write(_("%(column)s: %(changed)s changed, %(left)s left as they are") % words)
        if not (counts.changed or counts.left):
            self.stdout.write(_("All texts are now written in one way."))
        elif not options["apply"]:
            self.stdout.write(_("Nothing was changed. Run it again with --apply."))
