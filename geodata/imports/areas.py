"""Areas and their boundaries from a file: planned, then applied whole or not at all."""

import datetime as dt
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from geodata.imports import area_stage
from geodata.imports.area_fit import fit_remarks
from geodata.imports.area_rows import FIELDS, Wishes, filled, rows_of_file
from geodata.imports.headings import recognise
from geodata.imports.privacy import without_ids
from geodata.imports.problems import in_words_of_file
from geodata.imports.report import Report
from geodata.imports.staging import one_at_a_time
from geodata.imports.table import Table


@transaction.atomic
def import_areas(table: Table, *, on: dt.date, wishes: Wishes, apply: bool = False) -> Report:
    """Areas as they stand in the file from that day on: what is new and changed, or all that is wrong with it.

    An area is recognised by its code alone. A new boundary ends the old one on that day. BadInput: the file
    cannot be understood as a whole.
    """
    if apply:
        one_at_a_time()
    table = without_ids(table)
    fields = recognise(table, FIELDS, chosen=wishes.columns)
    rows, problems = rows_of_file(filled(table, fields, wishes), fields, wishes)
    report = Report(
        "areas",
        rows=len(table),
        fields=fields,
        unused=[name for name in table.headings if not any(name in used for used in fields.values())],
        notes=table.notes,
        problems=[*table.problems, *in_words_of_file(problems, fields)],
    )
    numbered = area_stage.number_grids(rows, village=wishes.parent, on=on)
    area_stage.fill(rows)
    planned = area_stage.plan(on=on)
    report = replace(
        report,
        new=planned.new,
        changed=planned.changed,
        unchanged=planned.unchanged,
        changes=planned.changes,
        notes=report.notes + _numbered(numbered),
        problems=report.problems + in_words_of_file(planned.problems, fields),
        remarks=fit_remarks(on=on),
    )
    if not apply or report.problems or report.says_no_change:
        return report
    area_stage.apply(on=on, source=wishes.source)
    return replace(report, applied=True)


def _numbered(given: list[str]) -> list[str]:
    if not given:
        return []
    said = _("Grids without a code: %(count)s, numbered %(first)s to %(last)s from north to south.")
    return [said % {"count": len(given), "first": given[0], "last": given[-1]}]
