"""An import that was undone: the township took the list of absences of the year before, and took it back the next day.

All of it is done by the verbs that the office's pages use, as the demo's officer of the township, on the days on which it would
have done it. The absences were over long ago, so that while they stood nobody's way of living in a house was touched.
"""

import csv
import datetime as dt
from pathlib import Path
from tempfile import TemporaryDirectory

from django.utils import timezone

from geodata.accounts.models import User
from geodata.contacts.rights import scope_of
from geodata.imports.actions import Action
from geodata.imports.models import ImportRun
from geodata.imports.runs import lifecycle, undoing, uploading
from geodata.imports.runs.audit import record_import, record_step
from geodata.people.models import Household

IMPORTED = dt.timedelta(days=6)
ROWS = 12
HEADINGS = ("村编码", "户编号", "开始日期", "结束日期", "外出地点", "留守情况")
PLACES = ("例市", "例县", "例镇")
STAYS = ("无", "老人", "儿童")


def undo_an_import(chief: str, *, day: dt.date) -> ImportRun:
    """Of the village with that code, in which the demo's logins are: carried out six days before, undone the day after."""
    by, on = User.objects.get(username="township"), day - IMPORTED
    run = _carried_out(chief, by=by, on=on)
    undone_on = on + dt.timedelta(days=1)
    scope, at = scope_of(by, on=undone_on), _at(undone_on, 9)
    run = undoing.begin(run=run, by=by, scope=scope, at=at)
    undoing.undo(run=run, by=by, scope=scope, at=at)
    return _again(run)


def _carried_out(village: str, *, by: User, on: dt.date) -> ImportRun:
    scope, year = scope_of(by, on=on), on.year - 1
    with TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        _write_list(path, village, year)
        run = uploading.upload(
            kind="absences",
            path=path,
            name=f"例：{year}年外出名单.csv",
            by=by,
            scope=scope,
            on=on,
            at=_at(on, 15),
        )
    record_step(run, by=by, at=_at(on, 15))
    run = uploading.confirm(run=run, mapping=run.mapping, datum="", by=by, scope=scope, at=_at(on, 15, 5))
    run = lifecycle.begin_check(run=run, by=by, scope=scope, at=_at(on, 15, 10))
    lifecycle.check(run=run, scope=scope, on=on, at=_at(on, 15, 10))
    record_step(run, by=by, at=_at(on, 15, 10))
    run = lifecycle.begin(run=_again(run), by=by, scope=scope, at=_at(on, 15, 20))
    lifecycle.write(run=run, scope=scope, on=on, at=_at(on, 15, 20))
    run = _again(run)
    record_import(run, action=Action.IMPORT_WRITTEN, by=by, at=_at(on, 15, 20))
    return run


def _again(run: ImportRun) -> ImportRun:
    """As the last verb left it: those that work on a locked row leave the one in hand as it was."""
    return ImportRun.objects.get(pk=run.pk)


def _write_list(path: Path, village: str, year: int) -> None:
    """Households that live there and of which no absence is known, away from after the Spring Festival to the end of November."""
    homes = Household.objects.filter(village__code=village, occupancy="lived_in", absences=None)
    numbers = homes.order_by("number").values_list("number", flat=True)[:ROWS]
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(HEADINGS)
        for n, number in enumerate(numbers):
            place, stays = PLACES[n % len(PLACES)], STAYS[n // 2 % len(STAYS)]
            rows.writerow([village, number, f"{year}-02-{20 + n % 7}", f"{year}-11-30", place, stays])


def _at(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour, minute)))
