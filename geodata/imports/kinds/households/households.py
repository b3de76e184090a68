"""Households from a roster or a layer of buildings: planned, then applied whole or not at all."""

import datetime as dt
from itertools import chain

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from geodata.base import wording
from geodata.files.columns import Roster
from geodata.files.coordinates import frame_named, unshifted
from geodata.files.headings import recognise
from geodata.files.privacy import without_ids
from geodata.files.problems import in_words_of_file, packed
from geodata.files.table import Table
from geodata.imports.kinds import leading_zeros
from geodata.imports.kinds.households import (
    household_doubts,
    household_entries,
    household_questions,
    household_stage,
    known_since,
)
from geodata.imports.kinds.households.household_points import only, points
from geodata.imports.kinds.households.household_rows import FIELDS, SEVERAL, staged
from geodata.imports.kinds.importer import Kind, take
from geodata.imports.kinds.staging import altered, entries
from geodata.imports.kinds.villages import Villages
from geodata.imports.runs.options import Wishes
from geodata.imports.runs.report import Report


class Households(Kind):
    """A household is recognised by its number in its village; without numbers by name and point, and gets one.

    What a file leaves empty stays as it is.
    """

    name = "households"
    label = pgettext_lazy("register", "households")
    fields = FIELDS
    several = SEVERAL
    needs_place = True

    def check(self, table: Table, *, on: dt.date, wishes: Wishes) -> Report:
        since = known_since.first_day(wishes.since, on=on)
        villages = Villages.on(on)
        table = without_ids(only(table, wishes.only) if wishes.only else table, villages=villages.by_code)
        fields = recognise(table, FIELDS, several=SEVERAL, chosen=wishes.columns)
        roster = Roster.of(table, fields)
        where = points(roster, datum=wishes.datum, epsg=wishes.epsg)
        household_stage.fill(staged(roster, where, villages, village=wishes.village), rows=len(table))
        household_stage.place(on=on)
        leading_zeros.restore("import_household")
        spoken = {problem.line for problem in roster.problems}
        questions = household_questions.asked(wishes.answers, frame=where.frame, besides=spoken)
        household_stage.compare()
        counts, numbered = household_stage.count()
        doubts = (
            problem
            for problem in chain(
                household_doubts.problems(on=on, scope=wishes.scope), leading_zeros.lost("import_household")
            )
            if problem.line not in spoken
        )
        return Report(
            self.name,
            rows=len(table),
            new=counts.new,
            changed=counts.changed,
            unchanged=counts.unchanged,
            changes=counts.changes,
            fields=fields,
            unused=[name for name in table.headings if not any(name in used for used in fields.values())],
            notes=[
                *table.notes,
                *_notes(roster, where.frame, numbered),
                *known_since.notes(since, on=on, new=counts.new),
            ],
            problems=packed(chain(roster.problems, in_words_of_file(doubts, fields))),
            remarks=packed(
                in_words_of_file(
                    chain(household_doubts.remarks(on=on), known_since.remarks(since, on=on)), fields
                )
            ),
            questions=questions,
            created=entries(household_entries.CREATED),
            altered=altered(household_entries.ALTERED),
            gone=entries(household_entries.GONE),
            datum=where.frame,
        )

    def apply(self, report: Report, *, on: dt.date, wishes: Wishes) -> None:
        household_stage.apply(on=on, since=known_since.first_day(wishes.since, on=on), datum=report.datum)


def import_households(table: Table, *, on: dt.date, wishes: Wishes, apply: bool = False) -> Report:
    """Households as they stand in the file from that day on."""
    return take(Households(), table, on=on, wishes=wishes, apply=apply)


def _notes(roster: Roster, frame: str, numbered: int) -> list[str]:
    notes = []
    if frame:
        notes.append(_("Coordinates were read as %(frame)s and are stored as WGS 84.") % {"frame": frame})
        notes += unshifted(frame_named(frame).epsg)
    if roster.table.geometry is not None and roster.has("lon"):
        notes.append(_("The geometry was used, not the columns with coordinates."))
    if not roster.has("head_name"):
        notes.append(_("The file names no heads of household."))
    if numbered:
        notes.append(
            _("Households without a number in the file: %(count)s. Each is given one (G0001 …).")
            % {"count": wording.figure(numbered)}
        )
    return notes
