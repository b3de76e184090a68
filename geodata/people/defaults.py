"""The care categories and visit rules that an installation starts with (fixtures/categories, fixtures/rules)."""

from pathlib import Path

from django.core.management import call_command

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"


def load_defaults() -> None:
    """Load them, once or again: the rows have fixed keys."""
    call_command(
        "loaddata",
        FIXTURES / "categories" / "categories.json",
        FIXTURES / "rules" / "rules.json",
        verbosity=0,
    )
