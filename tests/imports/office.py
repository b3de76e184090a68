"""An office that imports, as the web role and within its own scope, as a request does it."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geodata.accounts.models import User
from geodata.base.rls import as_web_role
from geodata.base.scope import Scope
from geodata.contacts.rights import scope_in_force
from geodata.imports.models import ImportRun
from geodata.imports.runs import lifecycle, uploading
from geodata.imports.runs.report import Report
from geodata.imports.runs.undoing import Obstacle, begin, obstacles, undo
from geodata.territory.models import Area
from tests.village import NOON, officer

DAY = dt.date(2026, 3, 1)
WEST, EAST, FAR = "430382100201", "430382100202", "430382101201"


@dataclass
class Office:
    """Its verbs, each in a request of its own."""

    user: User
    folder: Path
    day: dt.date = DAY

    @contextmanager
    def scope(self) -> Iterator[Scope]:
        with as_web_role():
            yield scope_in_force(self.user, on=self.day)

    def file(self, text: str, name: str = "roster.csv") -> Path:
        path = self.folder / name
        path.write_text(text)
        return path

    def upload(self, text: str, *, kind: str = "households", name: str = "roster.csv") -> ImportRun:
        with self.scope() as scope:
            return uploading.upload(
                kind=kind,
                path=self.file(text, name),
                name=name,
                by=self.user,
                scope=scope,
                on=self.day,
                at=NOON,
            )

    def confirm(self, run: ImportRun, **other: object) -> ImportRun:
        """Columns as proposed and WGS 84, but for what is told otherwise."""
        told: dict[str, Any] = {"mapping": run.mapping, "datum": "wgs84", **other}
        with self.scope() as scope:
            return uploading.confirm(run=run, by=self.user, scope=scope, at=NOON, **told)

    def check(self, run: ImportRun, **more: Any) -> Report:
        """What that would do."""
        if run.state == ImportRun.State.UPLOADED:
            run = self.confirm(run)
        with self.scope() as scope:
            run = lifecycle.begin_check(run=run, by=self.user, scope=scope, at=NOON, **more)
            return lifecycle.check(run=run, scope=scope, on=self.day, at=NOON)

    def write(self, run: ImportRun) -> bool:
        with self.scope() as scope:
            lifecycle.begin(run=run, by=self.user, scope=scope, at=NOON)
            return lifecycle.write(run=run, scope=scope, on=self.day, at=NOON)

    def take(self, text: str, **more: object) -> ImportRun:
        """The whole way."""
        run = self.upload(text)
        self.check(run, **more)
        assert self.write(run)
        return fresh(run)

    def undo(self, run: ImportRun) -> list[Obstacle]:
        with self.scope() as scope:
            begin(run=run, by=self.user, scope=scope, at=NOON)
            undo(run=run, by=self.user, scope=scope, at=NOON)
            return obstacles(fresh(run))


def office(kind: str, place: Area, folder: Path) -> Office:
    return Office(officer(kind, place), folder)


def fresh(run: ImportRun) -> ImportRun:
    return ImportRun.objects.get(pk=run.pk)


def roster(*rows: str) -> str:
    return "\n".join(["村编码,户编号,户主姓名,经度,纬度,所属网格,联系电话", *rows]) + "\n"
