"""Areas and their boundaries from a file: planned, then applied whole or not at all."""

import datetime as dt
from itertools import chain

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geodata.base import wording
from geodata.base.scope import Right
from geodata.files.coordinates import unshifted
from geodata.files.headings import recognise
from geodata.files.privacy import without_ids
from geodata.files.problems import in_words_of_file, packed
from geodata.files.table import Table
from geodata.imports.kinds.areas import area_entries, area_stage, area_strips
from geodata.imports.kinds.areas.area_fit import fit
from geodata.imports.kinds.areas.area_rows import FIELDS, filled, rows_of_file
from geodata.imports.kinds.importer import Kind, take
from geodata.imports.kinds.staging import altered, entries
from geodata.imports.runs.options import Wishes
from geodata.imports.runs.report import Report
from geodata.posts.department_defaults import load_missing_departments


class Areas(Kind):
    """An area is recognised by its code alone. A new boundary ends the old one on that day."""

    name = "areas"
    label = gettext_lazy("areas")
    fields = FIELDS
    needs_place = True
    right = Right.PLAN

    def check(self, table: Table, *, on: dt.date, wishes: Wishes) -> Report:
        table = without_ids(table)
        fields = recognise(table, FIELDS, chosen=wishes.columns)
        rows, problems = rows_of_file(filled(table, fields, wishes), fields, wishes)
        numbered = area_stage.number_grids(rows, village=wishes.parent, on=on)
        strips = area_strips.close(rows, on=on, within=wishes.close_strips)
        area_stage.fill(rows)
        planned = area_stage.plan(on=on)
        outside = area_stage.outside(wishes.scope.to(self.right)) if wishes.scope else []
        fits = fit(on=on, leave_gaps=wishes.leave_gaps)
        # What lies elsewhere, or crosses itself, fits nowhere: that alone is told then.
        wrong = [*problems, *outside, *planned.problems] or fits.problems
        return Report(
            self.name,
            rows=len(table),
            new=planned.new,
            changed=planned.changed,
            unchanged=planned.unchanged,
            changes=planned.changes,
            fields=fields,
            unused=[name for name in table.headings if not any(name in used for used in fields.values())],
            notes=[*table.notes, *unshifted(table.epsg or wishes.epsg), *_numbered(numbered)],
            problems=packed(chain(table.problems, in_words_of_file(wrong, fields))),
            remarks=[*strips, *fits.remarks],
            created=entries(area_entries.CREATED),
            altered=altered(area_entries.ALTERED),
            gone=entries(area_entries.GONE, {"on": on}),
        )

    def apply(self, report: Report, *, on: dt.date, wishes: Wishes) -> None:
        area_stage.apply(on=on, source=wishes.source)
        load_missing_departments()


def import_areas(table: Table, *, on: dt.date, wishes: Wishes, apply: bool = False) -> Report:
    """Areas as they stand in the file from that day on."""
    return take(Areas(), table, on=on, wishes=wishes, apply=apply)


def _numbered(given: list[str]) -> list[str]:
    if not given:
        return []
    said = _("Grids without a code: %(count)s, numbered %(first)s to %(last)s from north to south.")
    return [said % {"count": wording.figure(len(given)), "first": given[0], "last": given[-1]}]
