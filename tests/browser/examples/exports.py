"""Tables and rosters that are taken away."""

from typing import Any

from tests.browser.examples import Parts, Stage

OPENED: dict[str, Parts] = {
    "office": {
        "exports": {}, "programs": {}, "qgis_project": {}, "needs_xlsx": {}, "needs_csv": {}, "needs_pdf": {}, "needs_geojson": {}, "needs_gpkg": {},
        "export_file": {"code": "west", "extract": "extract", "form": "form"}, "roster": {},
        "roster_pdf": {"code": "west"}, "household_file": {"token": "home"},
    },
}  # fmt: skip
QUERIES = {"roster": "?area={west}", "needs_geojson": "?area={west}", "needs_gpkg": "?area={west}"}


def things(_stage: Stage) -> dict[str, Any]:
    return {"extract": "contacts", "form": "xlsx"}
