"""The first steps of an office's import: a file read and its rows kept, its columns and datum confirmed."""

import datetime as dt
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.base.datum import Datum, readable
from geodata.base.errors import BadInput
from geodata.base.id_numbers import MARK, refuse_id_numbers, without_id_numbers
from geodata.base.scope import Scope
from geodata.base.wording import listed
from geodata.files.headings import proposed
from geodata.files.privacy import without_ids
from geodata.files.reading import read_table
from geodata.files.table import Table
from geodata.imports.kinds.areas import area_strips
from geodata.imports.kinds.households import known_since
from geodata.imports.kinds.importer import Kind
from geodata.imports.kinds.registry import kind_of
from geodata.imports.models import ImportPart, ImportRun
from geodata.imports.runs import store
from geodata.imports.runs.audit import record_step
from geodata.imports.runs.kept_rows import TABLE
from geodata.imports.runs.lifecycle import locked, require
from geodata.imports.runs.options import OPTIONS, SINCE, STRIPS
from geodata.imports.workflow import LIFE, Move, State
from geodata.territory.models import Area


@transaction.atomic
def upload(
    *,
    kind: str,
    path: Path,
    name: str,
    layer: str = "",
    encoding: str = "",
    by: User,
    scope: Scope,
    on: dt.date,
    at: dt.datetime,
) -> ImportRun:
    """Read the file and keep its rows, without ID numbers; the file itself is not kept.

    Raises NotAllowed without the right for that kind, BadInput for a file that cannot be read or has no rows.
    """
    own = scope.to(require(scope, kind_of(kind)).right)
    table = without_ids(read_table(path, layer=layer, encoding=encoding), villages=_village_codes(on))
    if not len(table):
        raise BadInput(
            _("The file has headings, but no rows."),
            field="file",
            remedy=_("Choose the sheet with the rows."),
        )
    made = ImportRun(
        user=by,
        area=office(own, on=on),
        villages=sorted(own.villages),
        kind=kind,
        name=printable(name)[-200:],
        size=path.stat().st_size,
        digest=hashlib.sha256(path.read_bytes()).hexdigest(),
        rows=len(table),
        recognised=_recognised(table, layer),
        uploaded_at=at,
    )
    made.mapping = proposed(table, kind_of(kind).fields, several=kind_of(kind).several, before=_learnt(made))
    made.save()
    ImportPart.objects.create(run=made, what=TABLE, content=store.packed_table(table))
    return made


@transaction.atomic
def confirm(
    *,
    run: ImportRun,
    mapping: Mapping[str, str],
    datum: str,
    options: Mapping[str, str] | None = None,
    by: User,
    scope: Scope,
    at: dt.datetime,
    recorded: bool = True,
) -> ImportRun:
    """Which column holds what, and what coordinates stand in ("" where there are none).

    It is on record unless it is only the beginning (`recorded`) of what will be.

    Raises BadInput for a heading or field that is not there, or a needed one that has no column.
    """
    run, kind = locked(run, Move.CONFIRM, scope=scope), kind_of(run.kind)
    headings = run.recognised["headings"]
    wrong = next((name for name in mapping if name not in headings), None)
    if wrong is not None:
        raise BadInput(
            _("The file has no column “%(name)s”.") % {"name": wrong}, field="mapping", value=wrong
        )
    run.mapping = {heading: mapping.get(heading, "") for heading in headings}
    _check_mapping(run.mapping, kind)
    run.datum = _datum(datum)
    run.options = {
        name: value for name, value in (options or {}).items() if name in (*OPTIONS, SINCE, STRIPS) and value
    }
    known_since.check(run.options.get(SINCE, ""), kind=run.kind)
    area_strips.check(run.options.get(STRIPS, ""), kind=run.kind)
    refuse_id_numbers(run.options.values(), field="options")
    run.answers, run.told = {}, ""
    if recorded:
        record_step(run, by=by, at=at)
    return LIFE.write(run, Move.CONFIRM, by=by, at=at)


def printable(name: str) -> str:
    """A name from outside as it is kept: without ID numbers, and in signs that can be seen."""
    return "".join(sign for sign in without_id_numbers(name, mark=MARK) if sign.isprintable())


def office(own: Scope, *, on: dt.date) -> Area:
    """The top of the widest area that the right holds in."""
    code = min(own.codes, key=lambda code: (len(code), code))
    return Area.objects.on(on).get(code=code)


def _recognised(table: Table, layer: str) -> dict[str, Any]:
    return {
        "format": table.format,
        "sheet": printable(layer),
        "headings": table.headings,
        "first_line": min(table.lines),
        "epsg": table.epsg,
        "assumed": table.assumed,
        "geometry": table.geometry is not None,
        "notes": table.notes,
        "problems": len(table.problems),
    }


def _learnt(run: ImportRun) -> dict[str, str]:
    """What this office confirmed for this kind the last time."""
    before = ImportRun.objects.filter(area=run.area, kind=run.kind).exclude(state=State.UPLOADED)
    found = before.order_by("-uploaded_at").values_list("mapping", flat=True).first()
    return {heading: field for heading, field in (found or {}).items() if field}


def _check_mapping(mapping: Mapping[str, str], kind: Kind) -> None:
    used = [field for field in mapping.values() if field]
    unknown = next((field for field in used if field not in kind.fields), None)
    if unknown is not None:
        raise BadInput(_("There is no such field."), field="mapping", value=unknown)
    double = next((field for field in used if used.count(field) > 1 and field not in kind.several), None)
    if double is not None:
        raise BadInput(
            _("Two columns are given the same meaning."),
            field="mapping",
            value=double,
            remedy=_("Set one of them to “Not used”."),
        )
    lacking = next((field for field in kind.needed if field not in used), None)
    if lacking is not None or not used:
        raise BadInput(
            _("A required column has not been identified."),
            field="mapping",
            value=lacking or "",
            remedy=_("Choose the column that holds it."),
        )


def _datum(text: str) -> str:
    """A datum, "EPSG:4546", or nothing."""
    number = text.removeprefix("EPSG:")
    numbered = text.startswith("EPSG:") and number.isascii() and number.isdecimal() and len(number) < 7
    if text and text not in Datum.values and not (numbered and readable(int(number))):
        raise BadInput(
            _("This datum is not recognised."),
            field="datum",
            value=text,
            remedy=_("Accepted values: %(list)s") % {"list": listed([*Datum.values, "EPSG:4546"])},
        )
    return text


def _village_codes(on: dt.date) -> set[str]:
    return set(Area.objects.on(on).level(Area.Level.VILLAGE).values_list("code", flat=True))
