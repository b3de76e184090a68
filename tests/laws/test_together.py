"""Operations whose states are rendered together tell the database what they tell it one by one."""

import pytest
from django.db import connection, migrations, models
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from geodata.sql import install
from geodata.sql.together import Together, together

pytestmark = [pytest.mark.django_db, pytest.mark.owner("migrations are the owner's")]
KEY = ("id", models.BigAutoField(primary_key=True))
POSITIVE = models.CheckConstraint(condition=models.Q(size__gt=0), name="size_is_positive")


ONE = models.UniqueConstraint(fields=["grid"], condition=models.Q(grid__gt=0), name="one_home_a_grid")


def home(*fields: tuple[str, models.Field]) -> Operation:
    return migrations.CreateModel("Home", [KEY, *fields])


def size(**more: object) -> models.Field:
    return models.IntegerField(default=1, **more)


OPERATIONS = [
    home(),
    migrations.CreateModel("Grid", [KEY]),
    migrations.AddField("Home", "size", size()),
    migrations.AddField("Home", "grid", models.ForeignKey("geodata.Grid", models.PROTECT, null=True)),
    migrations.AddConstraint("Home", POSITIVE),
    migrations.AddConstraint("Home", ONE),
    migrations.AddIndex("Home", models.Index(fields=["-size"], name="largest_first")),
    migrations.RunSQL("UPDATE geodata_home SET size = 2", migrations.RunSQL.noop),
    migrations.AlterField("Home", "size", size(unique=True)),
    migrations.RemoveConstraint("Home", "one_home_a_grid"),
    migrations.RemoveConstraint("Home", "size_is_positive"),
    migrations.RemoveField("Home", "grid"),
]


def told(operations: list[Operation]) -> list[str]:
    """What the database is told on the way forth and back."""
    said, states = [], [ProjectState()]
    for operation in operations:
        states.append(states[-1].clone())
        operation.state_forwards("geodata", states[-1])
    ways = [(each, "forwards", *states[n : n + 2]) for n, each in enumerate(operations)]
    back = [(each, "backwards", after, before) for each, _way, before, after in reversed(ways)]
    for operation, way, before, after in [*ways, *back]:
        with connection.schema_editor(collect_sql=True) as editor:
            getattr(operation, f"database_{way}")("geodata", editor, before, after)
        said += editor.collected_sql
    return sorted(said)


def shape(operations: list[Operation]) -> list[int]:
    return [len(each.operations) if isinstance(each, Together) else 1 for each in together(operations)]


def test_together_they_tell_the_database_the_same() -> None:
    assert told(together(OPERATIONS)) == told(OPERATIONS)


def test_they_are_in_as_few_groups_as_there_may_be() -> None:
    assert shape(OPERATIONS) == [2, 6, 4]


@pytest.mark.parametrize(
    "second",
    [
        migrations.AddField("home", "size", size()),
        migrations.AddConstraint("Home", POSITIVE),
        install("gridmap_today"),
        migrations.RunPython(migrations.RunPython.noop),
        migrations.RenameField("Other", "one", "two"),
    ],
)
def test_what_would_find_another_state_stands_in_a_group_of_its_own(second: Operation) -> None:
    assert shape([home(("size", size())), second]) == [1, 1]


def test_what_is_altered_twice_is_in_two_groups() -> None:
    twice = [migrations.AlterField("Home", "size", size(null=null)) for null in (True, False)]
    assert shape(twice) == [1, 1]
