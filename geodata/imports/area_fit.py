"""How the staged areas would fit: overlaps, gaps, and what reaches beyond the area above."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from geodata.imports.problems import Problem
from geodata.imports.staging import rows_of, run, table

SLIVER = 1.0
"""Square metres: smaller gaps and overlaps are not spoken of."""

# Every area whose own polygon or a child's is staged, with its children, as they would be after the import.
WOULD_BE = f"""
    {table("import_fit", {"code": "text", "parent_code": "text", "geometry": "geometry"})}
    INSERT INTO import_fit
    WITH touched AS (
        SELECT parent_code AS code FROM import_area WHERE geometry IS NOT NULL AND parent_code IS NOT NULL
        UNION SELECT code FROM import_area WHERE geometry IS NOT NULL
    )
    SELECT code, parent_code, geometry FROM import_area WHERE geometry IS NOT NULL
    UNION ALL
    SELECT a.code, a.parent_code, b.geometry FROM geodata_area a
    JOIN geodata_boundary b ON b.area_id = a.id AND b.period @> %(on)s
    WHERE a.period @> %(on)s
      AND (a.code IN (SELECT code FROM touched) OR a.parent_code IN (SELECT code FROM touched))
      AND a.code NOT IN (SELECT code FROM import_area WHERE geometry IS NOT NULL);
"""  # noqa: S608  (names of ours)
OVERLAPS = """
    SELECT * FROM (
        SELECT a.code || ' + ' || b.code,
               ST_Area(ST_Intersection(a.geometry, b.geometry)::geography) AS size
        FROM import_fit a JOIN import_fit b
          ON a.parent_code = b.parent_code AND a.code < b.code AND a.geometry && b.geometry
    ) o WHERE size > %(sliver)s ORDER BY 1
"""
FIT = """
    SELECT w.code, ST_Area(ST_Difference(w.geometry, j.geometry)::geography),
           ST_Area(ST_Difference(j.geometry, w.geometry)::geography)
    FROM (SELECT parent_code, ST_Union(geometry) AS geometry FROM import_fit GROUP BY parent_code) j
    JOIN import_fit w ON w.code = j.parent_code ORDER BY 1
"""


def fit_remarks(*, on: dt.date) -> list[Problem]:
    """Where the areas would overlap, leave a gap, or reach beyond the one above (m² on the spheroid)."""
    values: dict[str, Any] = {"on": on, "sliver": SLIVER}
    run(WOULD_BE, values)
    remarks = [_remark(pair, size, _("These areas overlap.")) for pair, size in rows_of(OVERLAPS, values)]
    for code, gap, beyond in rows_of(FIT, values):
        if gap > SLIVER:
            remarks.append(_remark(code, gap, _("The areas below leave part of this one empty.")))
        if beyond > SLIVER:
            remarks.append(_remark(code, beyond, _("The areas below reach beyond this one.")))
    return remarks


def _remark(where: str, size: float, message: str) -> Problem:
    mend = _("Mend the shared borders in the file, or later in the boundary editor.")
    return Problem(None, "geometry", f"{where}: {size:,.0f} m²", message, mend)
