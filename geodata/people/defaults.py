"""The care categories and visit rules that every installation starts with (fixtures/categories, fixtures/rules)."""

import json
from pathlib import Path

from django.apps import apps
from django.core.management import call_command
from django.db import transaction

from geodata.people.models import CareCategory

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
CATEGORIES = FIXTURES / "categories" / "categories.json"
RULES = FIXTURES / "rules" / "rules.json"


@transaction.atomic
def load_missing_defaults() -> list[str]:
    """Where there have never been any; an office's changes stay, and what it has ended stays too. Gives the files loaded.

    Rules name categories by key: beside an office's own categories they are not loaded.
    """
    missing = [] if CareCategory.objects.exists() else [CATEGORIES]
    if not apps.get_model("geodata", "VisitRule").objects.exists() and (missing or _are_ours()):
        missing.append(RULES)
    if missing:
        call_command("loaddata", *missing, verbosity=0)
    return [file.stem for file in missing]


def _are_ours() -> bool:
    ours = {row["pk"]: row["fields"]["code"] for row in json.loads(CATEGORIES.read_text(encoding="utf-8"))}
    known = dict(CareCategory.objects.filter(pk__in=ours).values_list("pk", "code"))
    return known == ours
