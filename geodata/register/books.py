"""The books of some changes: what stands of their households is read once, and what the changes write is written as sets.

A kind reads and writes through its `Work`, and so through these: five hundred changes take as many statements as one.
No two of the changes are of one household, so that the tables can tell by the household whose doing a row is (note_import.sql).
"""

import json
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Any, TypeVar

from django.db import connection, models
from django.db.models import QuerySet

from geodata.audit.models import AccessEntry
from geodata.audit.record import append_all
from geodata.base.rows import new_keys, update_rows
from geodata.contacts.changelog import LinkChange, LinkStep
from geodata.contacts.models import ContactLink
from geodata.people.models import (
    Absence,
    CareCategory,
    CareRecord,
    CareStep,
    Household,
    HouseholdLineage,
    OccupancyPeriod,
    Placement,
    Resident,
)
from geodata.people.numbers import Numbers
from geodata.people.placing import grids_at
from geodata.register.models import RegisterChange
from geodata.register.points import point_of
from geodata.territory.models import Area

Row = TypeVar("Row", bound=models.Model)
FIRST: tuple[type[models.Model], ...] = (Household, Resident, LinkStep)
"""New rows that others refer to. Then what ends is written, and what begins after it."""
THEN: tuple[type[models.Model], ...] = (
    Placement,
    OccupancyPeriod,
    Absence,
    CareRecord,
    CareStep,
    HouseholdLineage,
    LinkChange,
)
OF_TABLE: dict[type[models.Model], dict[str, Any]] = {ContactLink: {"period__upper_inf": True}}
"""Which rows of a household are asked for, where it is not all of them."""


class Books:
    """Of these changes. `locking`: they are to be written, and nobody changes what was read until then."""

    def __init__(
        self, changes: Sequence[RegisterChange], *, locking: bool, making: Collection[int] = ()
    ) -> None:
        """`making`: villages (keys) in which they make households. Without `locking` households stand as they were found."""
        self.changes = changes
        self.making = making
        self.locking = locking
        found = [change.household for change in changes if change.household]
        keys = {change.household_id for change in changes if change.household_id}
        if locking and keys:
            # In the order of keys, as everywhere: two offices at once wait for each other and never in a circle.
            found = list(Household.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
        self.homes: dict[int, Household] = {home.pk: home for home in found}
        self.entries: list[AccessEntry] = []
        self._whose = {"geodata_household": {change.household_id: change.pk for change in changes}}
        self._whose |= {"geodata_linkstep": {}, "geodata_carestep": {}}
        self._read: dict[type[models.Model], dict[int, list[Any]]] = {}
        self._keys: dict[type[models.Model], list[int]] = defaultdict(list)
        self._fresh: set[int] = set()
        self._new: dict[type[models.Model], list[models.Model]] = defaultdict(list)
        self._changed: dict[type[models.Model], dict[int, tuple[models.Model, set[str]]]] = defaultdict(dict)

    def rows(self, table: type[Row], home: Household) -> list[Row]:
        """Of the household, with what the changes have made of them. One query a table, whatever the number of households."""
        if table not in self._read:
            found: Any = models.QuerySet(table).filter(household__in=self.homes, **OF_TABLE.get(table, {}))
            if self.locking:
                found = found.select_for_update()
            self._read[table] = defaultdict(list)
            for row in found.order_by("pk"):
                self._read[table][row.household_id].append(row)
        # What has gone to another household is no longer of this one.
        return [row for row in self._read[table][home.pk] if row.household_id == home.pk]

    @cached_property
    def categories(self) -> dict[str, CareCategory]:
        return {category.code: category for category in CareCategory.objects.all()}

    @cached_property
    def numbers(self) -> Numbers:
        return Numbers(self.making, locking=self.locking)

    def grid_called(self, code: str, change: RegisterChange) -> Area | None:
        """The grid of the village that had that code on the day of the change."""
        return next((grid for grid in self._grids[code] if self._holds(grid, change)), None)

    def grid_of_point(self, change: RegisterChange) -> Area | None:
        """The grid of the village in which the point of the change lies, where it says one."""
        return self._grids_of_points.get(self._number[change.client_id])

    def _holds(self, grid: Area, change: RegisterChange) -> bool:
        return grid.parent_id == change.deciding.pk and change.effective_on in grid.period

    @cached_property
    def _grids(self) -> dict[str, list[Area]]:
        codes = {change.payload["grid"] for change in self.changes if "grid" in change.payload}
        found: dict[str, list[Area]] = defaultdict(list)
        for grid in Area.objects.filter(level=Area.Level.GRID, code__in=codes).order_by("pk"):
            found[grid.code].append(grid)
        return found

    @cached_property
    def _number(self) -> dict[uuid.UUID, int]:
        """Of those that are not written yet too, which have no key."""
        return {change.client_id: number for number, change in enumerate(self.changes)}

    @cached_property
    def _grids_of_points(self) -> dict[int, Area]:
        places = {
            self._number[change.client_id]: (
                point_of(change.payload["point"]),
                change.deciding.pk,
                change.effective_on,
            )
            for change in self.changes
            if "point" in change.payload
        }
        return grids_at(places) if places else {}

    def new_key(self, table: type[models.Model]) -> int:
        """Of a row that tells of no household: it is known before it is written whose doing it is."""
        if not self._keys[table]:
            self._keys[table] = new_keys(table, min(len(self.changes), 50))
        return self._keys[table].pop()

    def add(self, row: models.Model, change: RegisterChange) -> None:
        """A new row by that change; one to which the tables cannot say to whom it belongs has its key already."""
        if type(row)._meta.db_table in self._whose:
            self._whose[type(row)._meta.db_table][row.pk] = change.pk
        if isinstance(row, Household):
            self.homes[row.pk] = row
        elif type(row) in self._read:
            self._read[type(row)][row.household_id].append(row)  # type: ignore[attr-defined]
        self._new[type(row)].append(row)
        self._fresh.add(id(row))

    def changed(self, row: models.Model, *names: str) -> None:
        """These fields of a row that stands are others now."""
        if id(row) not in self._fresh:
            self._changed[type(row)].setdefault(row.pk, (row, set()))[1].update(names)

    def write(self) -> None:
        """A few statements for each table, whatever the number of changes. Raises IntegrityError where a law stands against it."""
        self._note()
        for table in FIRST:
            self._insert(table)
        for rows in self._changed.values():
            # All with the fields of any of them: they are locked and stand as they were read, and a statement costs more
            # than a column.
            names = set[str]().union(*(names for _row, names in rows.values()))
            update_rows([row for row, _names in rows.values()], names)
        self._changed.clear()
        for table in THEN:
            self._insert(table)
        self._fresh.clear()
        assert not self._new, "a table without its place in the order of writing"
        append_all(self.entries)
        self.entries.clear()

    def _insert(self, table: type[models.Model]) -> None:
        if rows := self._new.pop(table, None):
            QuerySet[models.Model](table).bulk_create(rows)

    @contextmanager
    def noted(self, *, alone: bool) -> Iterator[None]:
        """What is written inside is noted as the doing of the change of its household (note_import.sql), or of one `alone`."""
        if alone:
            _say("gridmap.change", str(self.changes[0].pk))
        else:
            self._note()
        yield
        _say("gridmap.change", "")
        _say("gridmap.changes", "")

    def _note(self) -> None:
        """By table the key of a household, or of a row that belongs to none, and the change whose doing it is."""
        _say("gridmap.changes", json.dumps(self._whose))


def _say(setting: str, value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [setting, value])
