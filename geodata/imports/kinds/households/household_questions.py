"""What only a person can decide about staged households: the same or another one, and points that seem wrong.

Asked after the rows are placed and numbered and before they are compared with the register, so that an answer
decides what is compared. A person is never matched by name alone: a place or a phone has to agree as well.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from geodata.base import wording
from geodata.files.compressed_rows import Packed
from geodata.imports.kinds.crs_detection import better_datum
from geodata.imports.kinds.staging import each_row_of, rows_of, run
from geodata.imports.runs.findings import Case, Question, packed_cases

FAR = 300
"""Metres outside its village from which a point is asked about."""
NEAR = 0.0002
"""Degrees (about 20 m) within which two households of one name are perhaps the same."""
SHARE, LEAST = 0.2, 10
"""Of so many points or more, the share in another grid than the roster says from which the datum is asked about."""

# Of every row only the first proposal is asked; one registered household is proposed once. A row without a number of its own
# is asked about by the name alone.
KNOWN = """
    SELECT DISTINCT ON (line) * FROM (
    SELECT DISTINCT ON (k.id) s.line, concat_ws(' ', s.number, s.head_name), concat_ws(' ', s.address, array_to_string(s.phones, ', ')),
           concat_ws(' ', k.number, k.head_name, k.address, array_to_string(k.phones, ', ')), k.number
    FROM import_household s
    JOIN geodata_household k ON k.village_id = s.village_id AND k.head_name = s.head_name
    WHERE s.head_name <> ''
      AND (ST_DWithin(k.point, s.point, %(near)s) OR k.phones::text[] && s.phones OR s.numbered)
      AND NOT EXISTS (SELECT FROM geodata_household h WHERE h.village_id = s.village_id AND h.number = s.number)
      AND NOT EXISTS (SELECT FROM import_household o WHERE o.village_id = k.village_id AND o.number = k.number)
    ORDER BY k.id, s.line
    ) each_known ORDER BY line, 5
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
THERE = """
    CASE WHEN s.roster_grid IS NOT NULL THEN s.roster_grid = ANY (coalesce(f.grids, '{}'))
         ELSE s.village_id = ANY (coalesce(f.villages, '{}')) END
"""
ELSEWHERE_OF_ALL = f"""
    SELECT count(*) FILTER (WHERE NOT {THERE}), count(*)
    FROM import_household s
    JOIN import_place b ON b.id = coalesce(s.roster_grid, s.village_id)
    LEFT JOIN import_found f ON f.line = s.line
    WHERE s.point IS NOT NULL
"""
ELSEWHERE = f"""
    SELECT s.line, concat_ws(' ', s.number, s.head_name), coalesce(g.name, v.name),
           coalesce((SELECT string_agg(p.code, ', ') FROM import_place p WHERE p.id = ANY (f.grids)), '')
    FROM import_household s
    JOIN import_place b ON b.id = coalesce(s.roster_grid, s.village_id)
    JOIN geodata_area v ON v.id = s.village_id
    LEFT JOIN geodata_area g ON g.id = s.roster_grid
    LEFT JOIN import_found f ON f.line = s.line
    WHERE s.point IS NOT NULL AND NOT {THERE} ORDER BY s.line
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


def decided(question: Question, answers: Mapping[str, str]) -> Iterator[tuple[int, str]]:
    """The line of each case and its choice, by its own answer or that for all; "" where there is none."""
    values = {value for value, _words in question.choices}
    usual = answers.get(question.key, "")
    for case in question.cases:
        value = answers.get(f"{question.key}.{case.line}", usual)
        yield case.line, value if value in values else ""


def answered(question: Question, answers: Mapping[str, str]) -> Question:
    """The question with its answer: the one for all, or "each" where every case has its own."""
    values = {choice for _line, choice in decided(question, answers)}
    answer = "" if "" in values else values.pop() if len(values) == 1 else "each"
    return replace(question, answer=answer)


def _known(answers: Mapping[str, str], besides: Collection[int | None]) -> Question | None:
    rows = _rows(KNOWN, {"near": NEAR}, besides)
    if not rows:
        return None
    question = answered(
        Question(
            "same",
            _(
                "These new rows have the name of a registered household, and its place or phone, or no"
                " number of their own."
            ),
            _("Decide whether it is the same household under another number, or a different one."),
            (("same", _("The same: update it")), ("other", _("A different one: add it"))),
            _cases(rows),
            each=True,
        ),
        answers,
    )
    told = zip(rows, decided(question, answers), strict=True)
    same = {line: row[4] for row, (line, choice) in told if choice == "same"}
    run(SAME, {"lines": list(same), "numbers": list(same.values())})
    return question


def _twice(answers: Mapping[str, str], besides: Collection[int | None]) -> Question | None:
    rows = _rows(TWICE, {"near": NEAR}, besides)
    if not rows:
        return None
    question = answered(
        Question(
            "twice",
            _("These rows have the name, and the place or phone, of another row in the file."),
            _("Decide whether it is one household entered twice, or two."),
            (("once", _("Entered twice: skip this row")), ("both", _("Two households: add both"))),
            _cases(rows),
            each=True,
        ),
        answers,
    )
    run(ONCE, {"lines": [line for line, choice in decided(question, answers) if choice == "once"]})
    return question


def _datum(answers: Mapping[str, str], frame: str) -> Question | None:
    [(wrong, points)] = rows_of(ELSEWHERE_OF_ALL, {})
    if points < LEAST or wrong < SHARE * points:
        return None
    said = _(
        "%(wrong)s of %(all)s points lie in a different grid or village than the roster says. Is the"
        " datum right?"
    )
    return Question(
        "datum",
        f"{said % {'wrong': wording.figure(wrong), 'all': wording.figure(points)}} {better_datum(frame)}".strip(),
        _("Go back and look at the ten points on the map: a wrong datum moves them all the same way."),
        (("right", _("The datum is right: continue")),),
        _cases(each_row_of(ELSEWHERE, {})),
        answer="right" if answers.get("datum") == "right" else "",
    )


def _far(answers: Mapping[str, str], besides: Collection[int | None]) -> Question | None:
    rows = _rows(AWAY, {"far": FAR}, besides)
    if not rows:
        return None
    question = answered(
        Question(
            "far",
            _("These points lie more than 300 m outside the village of their household."),
            _("Decide whether they are right, or should be imported without a point."),
            (("keep", _("The points are right")), ("drop", _("Leave out these points"))),
            _cases(rows),
            each=True,
        ),
        answers,
    )
    run(WITHOUT, {"lines": [line for line, choice in decided(question, answers) if choice == "drop"]})
    return question


def _rows(query: str, values: dict[str, Any], besides: Collection[int | None]) -> Packed[Sequence[Any]]:
    """The rows of the query that have no problem yet."""
    return Packed(row for row in each_row_of(query, values) if row[0] not in besides)


def _cases(rows: Iterable[Sequence[Any]]) -> Packed[Case]:
    return packed_cases(Case(*row[:4]) for row in rows)
