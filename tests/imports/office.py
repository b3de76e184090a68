"""An office that imports, as the web role and within its own scope, as a request does it."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from geodata.accounts.models import User
from geodata.imports import runs
from geodata.imports.models import ImportRun
from geodata.imports.report import Report
from geodata.imports.undoing import Obstacle, begin, obstacles, undo
from geodata.second_line import as_web_role, scope_in_force
from geodata.territory.models import Area
from geodata.territory.scope import Scope
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
            return runs.upload(
                kind=kind,
                path=self.file(text, name),
                name=name,
                by=self.user,
                scope=scope,
                on=self.day,
                at=NOON,
            )

    def check(self, run: ImportRun, **more: object) -> Report:
        """Columns as proposed, WGS 84, and what that would do."""
        with self.scope() as scope:
            if run.state == ImportRun.State.UPLOADED:
                run = runs.confirm(run=run, mapping=run.mapping, datum="wgs84")
            return runs.check(run=run, scope=scope, on=self.day, at=NOON, **more)  # type: ignore[arg-type]

    def write(self, run: ImportRun) -> bool:
        with self.scope() as scope:
            runs.begin(run=run)
            return runs.write(run=run, scope=scope, on=self.day, at=NOON)

    def take(self, text: str, **more: object) -> ImportRun:
        """The whole way."""
        run = self.upload(text)
        self.check(run, **more)
        assert self.write(run)
        return fresh(run)

    def undo(self, run: ImportRun) -> list[Obstacle]:
        with self.scope() as scope:
            begin(run=run, scope=scope)
            undo(run=run, by=self.user, scope=scope, at=NOON)
            return obstacles(fresh(run))


def office(kind: str, place: Area, folder: Path) -> Office:
    return Office(officer(kind, place), folder)


def fresh(run: ImportRun) -> ImportRun:
    return ImportRun.objects.get(pk=run.pk)


def roster(*rows: str) -> str:
    return "\n".join(["村编码,户编号,户主姓名,经度,纬度,所属网格,联系电话", *rows]) + "\n"
