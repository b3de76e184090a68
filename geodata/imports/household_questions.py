"""What only a person can decide about staged households: the same or another one, and points that seem wrong.

Asked after the rows are placed and numbered and before they are compared with the register, so that an answer
decides what is compared. A person is never matched by name alone: a place or a phone has to agree as well.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from geodata.imports.findings import Case, Question
from geodata.imports.fitting import better_datum
from geodata.imports.staging import rows_of, run

FAR = 300
"""Metres outside its village from which a point is asked about."""
NEAR = 0.0002
"""Degrees (about 20 m) within which two households of one name are perhaps the same."""
SHARE, LEAST = 0.2, 10
"""Of so many points or more, the share in another grid than the roster says from which the datum is asked about."""

# Of every row only the first proposal is asked; one registered household is proposed once.
KNOWN = """
    SELECT DISTINCT ON (k.id) s.line, concat_ws(' ', s.number, s.head_name), concat_ws(' ', s.address, array_to_string(s.phones, ', ')),
           concat_ws(' ', k.number, k.head_name, k.address, array_to_string(k.phones, ', ')), k.number
    FROM import_household s
    JOIN geodata_household k ON k.village_id = s.village_id AND k.head_name = s.head_name
    WHERE s.head_name <> ''
      AND (ST_DWithin(k.point, s.point, %(near)s) OR k.phones::text[] && s.phones)
      AND NOT EXISTS (SELECT FROM geodata_household h WHERE h.village_id = s.village_id AND h.number = s.number)
      AND NOT EXISTS (SELECT FROM import_household o WHERE o.village_id = k.village_id AND o.number = k.number)
    ORDER BY k.id, s.line
"""
TWICE = """
    SELECT DISTINCT ON (s.line) s.line, concat_ws(' ', s.number, s.head_name),
           concat_ws(' ', s.address, array_to_string(s.phones, ', ')),
           concat_ws(' ', o.number, o.head_name, o.address, array_to_string(o.phones, ', ')), ''
    FROM import_household s
    JOIN import_household o ON o.village_id = s.village_id AND o.head_name = s.head_name AND o.line < s.line
     AND o.number <> s.number
    WHERE s.head_name <> '' AND NOT s.numbered AND NOT o.numbered
      AND (ST_DWithin(o.point, s.point, %(near)s) OR o.phones && s.phones)
      AND NOT EXISTS (SELECT FROM geodata_household h WHERE h.village_id = s.village_id AND h.number = s.number)
    ORDER BY s.line, o.line
"""
# The spheroid is asked only where degrees cannot answer: 0.0027 of them are never more than 300 m.
AWAY = """
    SELECT line, subject, round(metres) || ' m', village, '' FROM (
        SELECT s.line, concat_ws(' ', s.number, s.head_name) AS subject, v.name AS village,
               ST_Distance(b.geometry::geography, s.point::geography) AS metres
        FROM import_household s
        JOIN geodata_area v ON v.id = s.village_id
        JOIN import_place b ON b.id = v.id
        LEFT JOIN import_found f ON f.line = s.line
        WHERE s.point IS NOT NULL AND (f.villages IS NULL OR s.village_id <> ALL (f.villages))
          AND NOT ST_DWithin(b.geometry, s.point, 0.0027)
    ) d WHERE metres > %(far)s ORDER BY line
"""
# Where the roster names a grid, the point should lie in it; else in the village.
ELSEWHERE = """
    SELECT s.line, concat_ws(' ', s.number, s.head_name), coalesce(g.name, v.name),
           coalesce((SELECT string_agg(p.code, ', ') FROM import_place p WHERE p.id = ANY (f.grids)), ''),
           count(*) OVER () AS all_of_them,
           CASE WHEN s.roster_grid IS NOT NULL THEN s.roster_grid = ANY (coalesce(f.grids, '{}'))
                ELSE s.village_id = ANY (coalesce(f.villages, '{}')) END AS there
    FROM import_household s
    JOIN import_place b ON b.id = coalesce(s.roster_grid, s.village_id)
    JOIN geodata_area v ON v.id = s.village_id
    LEFT JOIN geodata_area g ON g.id = s.roster_grid
    LEFT JOIN import_found f ON f.line = s.line
    WHERE s.point IS NOT NULL ORDER BY s.line
"""
SAME = """
    UPDATE import_household s SET number = a.number, numbered = false
    FROM unnest(%(lines)s::integer[], %(numbers)s::text[]) a (line, number) WHERE a.line = s.line
"""
ONCE = "DELETE FROM import_household WHERE line = ANY (%(lines)s)"
WITHOUT = """
    UPDATE import_household SET point = NULL, point_quality = '' WHERE line = ANY (%(lines)s);
    DELETE FROM import_found WHERE line = ANY (%(lines)s);
"""


def asked(
    answers: Mapping[str, str], *, frame: str = "", besides: Collection[int | None] = ()
) -> list[Question]:
    """All questions, and what their answers change in the staging tables.

    `frame` is what points were read as; lines `besides` have problems already.
    """
    found = [
        _known(answers, besides),
        _twice(answers, besides),
        _datum(answers, frame),
        _far(answers, besides),
    ]
    return [question for question in found if question is not None]


def decisions(question: Question, answers: Mapping[str, str]) -> dict[int, str]:
    """Line → choice, by its own answer or that for all; "" where there is none."""
    values = {value for value, _words in question.choices}
    usual = answers.get(question.key, "")
    told = {case.line: answers.get(f"{question.key}.{case.line}", usual) for case in question.cases}
    return {line: value if value in values else "" for line, value in told.items()}


def answered(question: Question, answers: Mapping[str, str]) -> tuple[Question, dict[int, str]]:
    """The question with its answer: the one for all, or "each" where every case has its own."""
    told = decisions(question, answers)
    values = set(told.values())
    answer = "" if "" in values else values.pop() if len(values) == 1 else "each"
    return replace(question, answer=answer), told


def _known(answers: Mapping[str, str], besides: Collection[int | None]) -> Question | None:
    rows = [row for row in rows_of(KNOWN, {"near": NEAR}) if row[0] not in besides]
    if not rows:
        return None
    question, told = answered(
        Question(
            "same",
            _("These new rows have the name and the place or phone of a household that is registered."),
            _("Decide whether it is the same household under another number, or another one."),
            (("same", _("the same: change it")), ("other", _("another one: add it"))),
            _cases(rows),
            each=True,
        ),
        answers,
    )
    same = {row[0]: row[4] for row in rows if told[row[0]] == "same"}
    run(SAME, {"lines": list(same), "numbers": list(same.values())})
    return question


def _twice(answers: Mapping[str, str], besides: Collection[int | None]) -> Question | None:
    rows = [row for row in rows_of(TWICE, {"near": NEAR}) if row[0] not in besides]
    if not rows:
        return None
    question, told = answered(
        Question(
            "twice",
            _("These rows have the name and the place or phone of another row in the file."),
            _("Decide whether it is one household, entered twice, or another one."),
            (("once", _("entered twice: leave this row out")), ("both", _("two households: add both"))),
            _cases(rows),
            each=True,
        ),
        answers,
    )
    run(ONCE, {"lines": [line for line, choice in told.items() if choice == "once"]})
    return question


def _datum(answers: Mapping[str, str], frame: str) -> Question | None:
    rows = rows_of(ELSEWHERE, {})
    wrong = [row for row in rows if not row[-1]]
    if len(rows) < LEAST or len(wrong) < SHARE * len(rows):
        return None
    said = _(
        "%(wrong)s of %(all)s points lie in another grid or village than the roster says. Is the datum right?"
    )
    return answered(
        Question(
            "datum",
            f"{said % {'wrong': len(wrong), 'all': len(rows)}} {better_datum(frame)}".strip(),
            _("Go back and look at the ten points on the map: a wrong datum moves them all the same way."),
            (("right", _("The datum is right: go on")),),
            _cases([row[:4] for row in wrong]),
        ),
        answers,
    )[0]


def _far(answers: Mapping[str, str], besides: Collection[int | None]) -> Question | None:
    rows = [row for row in rows_of(AWAY, {"far": FAR}) if row[0] not in besides]
    if not rows:
        return None
    question, told = answered(
        Question(
            "far",
            _("These points lie more than 300 m outside the village of their household."),
            _("Decide whether they are right, or come in without a point."),
            (("keep", _("the points are right")), ("drop", _("leave these points out"))),
            _cases(rows),
            each=True,
        ),
        answers,
    )
    run(WITHOUT, {"lines": [line for line, choice in told.items() if choice == "drop"]})
    return question


def _cases(rows: list[tuple[Any, ...]]) -> tuple[Case, ...]:
    return tuple(Case(*row[:4]) for row in rows)
