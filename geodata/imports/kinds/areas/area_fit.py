"""How the staged areas would fit: overlaps, gaps, and what reaches beyond the area above."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from geodata.files.problems import Problem
from geodata.imports.kinds.staging import rows_of, run, table
from geodata.territory import codes

SLIVER = 1.0
"""Square metres: smaller gaps and overlaps are not spoken of."""
NARROW = 9e-6
"""A metre in degrees."""

# Every area whose own polygon or a child's is staged, with its children, as they would be after the import.
WOULD_BE = f"""
    {table("import_fit", {"code": "text", "parent_code": "text", "geometry": "geometry", "staged": "boolean"})}
    INSERT INTO import_fit
    WITH touched AS (
        SELECT parent_code AS code FROM import_area WHERE geometry IS NOT NULL AND parent_code IS NOT NULL
        UNION SELECT code FROM import_area WHERE geometry IS NOT NULL
    )
    SELECT code, parent_code, geometry, true AS staged FROM import_area WHERE geometry IS NOT NULL
    UNION ALL
    SELECT a.code, a.parent_code, b.geometry, false FROM geodata_area a
    JOIN geodata_boundary b ON b.area_id = a.id AND b.period @> %(on)s
    WHERE a.period @> %(on)s
      AND (a.code IN (SELECT code FROM touched) OR a.parent_code IN (SELECT code FROM touched))
      AND a.code NOT IN (SELECT code FROM import_area WHERE geometry IS NOT NULL);
"""
# A place that is nowhere a metre wide (9e-6 degrees) is a sliver between borders that come from elsewhere.
OVERLAPS = """
    SELECT name, village, ST_Area(common::geography) AS size, ST_IsEmpty(ST_Buffer(common, %(narrow)s)) AS narrow,
           ST_AsText(ST_PointOnSurface(common), 5)
    FROM (
        SELECT a.code || ' + ' || b.code AS name, length(a.parent_code) = %(village)s AND (a.staged OR b.staged) AS village,
               ST_Intersection(a.geometry, b.geometry) AS common
        FROM import_fit a JOIN import_fit b
          ON a.parent_code = b.parent_code AND a.code < b.code AND a.geometry && b.geometry
    ) o WHERE ST_Area(common::geography) > %(sliver)s ORDER BY 1
"""
FIT = """
    SELECT code, village, ST_Area(part::geography), ST_IsEmpty(ST_Buffer(part, %(narrow)s)),
           ST_AsText(ST_PointOnSurface(part), 5), beyond
    FROM (
        SELECT w.code, length(w.code) = %(village)s AND j.staged AS village, kind.beyond,
               CASE WHEN kind.beyond THEN ST_Difference(j.geometry, w.geometry)
                    ELSE ST_Difference(w.geometry, j.geometry) END AS part
        FROM (SELECT parent_code, ST_Union(geometry) AS geometry, bool_or(staged) AS staged
              FROM import_fit GROUP BY parent_code) j
        JOIN import_fit w ON w.code = j.parent_code
        CROSS JOIN (VALUES (false), (true)) AS kind (beyond)
    ) f WHERE ST_Area(part::geography) > %(sliver)s ORDER BY code, beyond
"""


@dataclass(frozen=True)
class Fit:
    """What keeps the areas from tiling those above: `problems` between grids, `remarks` above them and mere slivers."""

    problems: list[Problem]
    remarks: list[Problem]


def fit(*, on: dt.date, leave_gaps: bool = False) -> Fit:
    """Where the areas would overlap, leave a gap, or reach beyond the one above (m² on the spheroid, and a place).

    Grids of the file tile their village, or a household lies in two or in none: what is a metre wide somewhere is a
    problem; gaps are none for whoever says that they may stay. A village whose outline comes alone is drawn anew, and its grids after it.
    """
    values: dict[str, Any] = {
        "on": on, "sliver": SLIVER, "narrow": -NARROW / 2, "village": codes.LENGTHS["village"],
    }  # fmt: skip
    run(WOULD_BE, values)
    found = Fit([], [])
    for pair, village, size, narrow, place in rows_of(OVERLAPS, values):
        _note(found, village and not narrow, pair, size, place, _("These areas overlap."))
    for code, village, size, narrow, place, beyond in rows_of(FIT, values):
        text = (
            _("The areas below reach beyond this one.")
            if beyond
            else _("The areas below do not cover all of this one.")
        )
        _note(found, village and not narrow and (beyond or not leave_gaps), code, size, place, text)
    return found


def _note(found: Fit, wrong: bool, where: str, size: float, place: str, message: str) -> None:
    mend = (
        _("Fix the shared borders in the file: nothing is written before.")
        if wrong
        else _("Fix the shared borders in the file, or later in the boundary editor.")
    )
    lng, lat = place.removeprefix("POINT(").removesuffix(")").split()
    text = f"{where}: {size:,.0f} m² ({lng}, {lat})"
    (found.problems if wrong else found.remarks).append(Problem(None, "geometry", text, message, mend))
