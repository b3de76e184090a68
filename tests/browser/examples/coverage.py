"""The home page, the map and lists of households."""

from tests.browser.examples import Parts

OPENED: dict[str, Parts] = {
    "office": {
        "home": {}, "coverage": {}, "coverage_area": {}, "coverage_weeks": {}, "coverage_paper": {}, "forecast": {}, "trend": {}, "gaps": {}, "export_xlsx": {}, "export_csv": {}, "export_geojson": {},
        "export_gpkg": {},
    },
}  # fmt: skip
