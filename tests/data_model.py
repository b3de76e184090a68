"""The data model as a page: docs/data-model.md, written from what the models say.

python -m tests.data_model writes the page; tests/docs/test_data_model.py tells when it is no longer what the models say.
"""

import os
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from gridmap.local.paths import CHECKOUT
from tests.architecture import ROOMS

if TYPE_CHECKING:
    from django.db.models import Field, Model

PAGE = CHECKOUT / "docs" / "data-model.md"
HEAD = """\
# Data model

Written by `python -m tests.data_model` from the models; a test compares. A group per concept, in the order in which concepts may know each other: an arrow
leads to the table whose key is kept, within the group or to one above it. The laws over these tables are the constraints named below each
group; rows of former days are kept beside (tables ending in `event`, by django-pghistory) and are not drawn.
"""


def concept_of(model: "type[Model]") -> str:
    return model.__module__.split(".")[1]


def models() -> "list[type[Model]]":
    """All tables of the domain but those of former rows, by room and then by name."""
    from django.apps import apps
    from pghistory.models import Event

    found = apps.get_app_config("geodata").get_models(include_auto_created=True)
    drawn = [model for model in found if not issubclass(model, Event)]
    return sorted(drawn, key=lambda model: (ROOMS.index(concept_of(model)), model.__name__))


def page() -> str:
    groups = [section(concept, list(members)) for concept, members in groupby(models(), key=concept_of)]
    return "\n".join([HEAD, *groups])


def section(concept: str, members: "list[type[Model]]") -> str:
    """A heading, a diagram, and the laws by name."""
    lines = [f"## {concept}", "", "```mermaid", "erDiagram"]
    for model in members:
        lines += [f"    {line}" for line in table(model)]
    lines += [f"    {line}" for model in members for line in arrows(model)]
    laws = sorted(law.name for model in members for law in model._meta.constraints)
    told = ["", "Laws: " + ", ".join(f"`{law}`" for law in laws) + ".", ""] if laws else [""]
    return "\n".join([*lines, "```", *told])


def table(model: "type[Model]") -> Iterator[str]:
    yield f"{model.__name__} {{"
    for field in model._meta.local_fields:
        yield f"    {kind(field)} {field.column}{mark(field)}"
    yield "}"


def kind(field: "Field") -> str:
    """The type without its size, as a word that a diagram takes."""
    from django.db import connection

    told = field.rel_db_type(connection) if field.is_relation else field.db_type(connection)
    return (told or "").split("(")[0].replace(" ", "_").replace("[]", "_list")


def mark(field: "Field") -> str:
    marks = [
        sign
        for sign, holds in (
            ("PK", field.primary_key),
            ("FK", field.is_relation),
            ("UK", field.unique and not field.primary_key),
        )
        if holds
    ]
    return f" {', '.join(marks)}" if marks else ""


def arrows(model: "type[Model]") -> Iterator[str]:
    """Many or one, to exactly one or to one at most."""
    for field in model._meta.local_fields:
        if not field.is_relation:
            continue
        ours = "|o" if field.unique else "}o"
        theirs = "o|" if field.null else "||"
        yield f"{model.__name__} {ours}--{theirs} {field.related_model.__name__} : {field.name}"


def unlike(written: str, told: str) -> Iterable[str]:
    """Lines in which a page is not what the models say."""
    return sorted(set(written.splitlines()) ^ set(told.splitlines()))


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gridmap.settings")
    django.setup()
    PAGE.write_text(page())
