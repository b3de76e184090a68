"""`manage.py rotate_keys`: what former keys have sealed is sealed by the present ones; says when the former may go."""

import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from geodata.base import resealing, wording
from geodata.base.resealing import Resealed
from gridmap import second_steps

SECOND_STEPS = "second steps"


class Command(BaseCommand):
    help = "Seal anew, by the first of the keys, what former ones have sealed: texts of needs, files, second steps. Says what is left, and when the former keys may go. Broken off, it goes on where it was."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--apply", action="store_true", help="write; without it only count")
        parser.add_argument("--batch", type=int, default=200, help="rows of one transaction (200)")
        parser.add_argument("--json", action="store_true", help="as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        done = rotate(batch=max(1, options["batch"])) if options["apply"] else {}
        left = waiting()
        if options["json"]:
            anew = {name: each.anew for name, each in done.items()}
            self.stdout.write(
                json.dumps({"anew": anew, "left": left, "old_keys_may_go": not any(left.values())})
            )
            return
        for name in left:
            told = {
                "place": name,
                "anew": wording.figure(done.get(name, Resealed()).anew),
                "left": wording.figure(left[name]),
            }
            self.stdout.write(_("%(place)s: %(anew)s sealed anew, %(left)s sealed by a former key.") % told)
        self.stdout.write(verdict(left, applied=options["apply"]))


def waiting() -> dict[str, int]:
    return {place.name: resealing.waiting(place) for place in resealing.places()} | {
        SECOND_STEPS: second_steps.waiting()
    }


def rotate(*, batch: int) -> dict[str, Resealed]:
    return {place.name: resealing.reseal(place, batch=batch) for place in resealing.places()} | {
        SECOND_STEPS: second_steps.encrypt_anew(batch=batch)
    }


def verdict(left: dict[str, int], *, applied: bool) -> str:
    if not any(left.values()):
        return _(
            "Nothing in this database needs a former key. It may go from the settings %(hours)s hours after web and workers run with the new one, when sessions and waiting uploads have ended; keep it as long as the oldest backup."
        ) % {"hours": wording.figure(max(settings.SESSION_LIFE_HOURS, 24))}
    if applied:
        return _("Some texts are opened by none of the keys. Add the key that sealed them, and run it again.")
    return _("The former keys are still needed. Run it again with --apply.")
