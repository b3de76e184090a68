"""Nowhere does it say how many needs ought to be found, and no figure of needs is of a person: in code, texts, API, files and columns."""

import re
from typing import Any

from django.apps import apps
from django.conf import settings
from drf_spectacular.generators import SchemaGenerator

from geodata.exports.extracts.needs import FIELDS
from geodata.needs.analysis import BY, Sums
from geodata.needs.counted import COUNTED
from geodata.needs.figures import FIGURES

PERSONS = re.compile(r"(^|_)(by|user|person|handler|member|recorder|officer|cadre|leader)(_|$)")
QUOTA = re.compile(
    r"\bquotas?\b|\bleaderboards?\b|target_needs|needs_target|expected_needs|needs_expected|needs? that ought to be found"
    r"|配额|定额|应发现|应报民情|指标任务|考核指标|排行",
    re.IGNORECASE,
)
LAYERS = ("geodata", "api", "gridmap", "templates")
ENDINGS = (".py", ".html", ".js", ".sql", ".po", ".css")
GROUPED = re.compile(r"GROUP BY [^)\n]*(by|user|handler)_id", re.IGNORECASE)


def test_no_text_of_ours_asks_for_a_number_of_needs():
    files = [
        file
        for layer in LAYERS
        for file in (settings.BASE_DIR / layer).rglob("*")
        if file.suffix in ENDINGS and "vendor" not in file.parts
    ]
    assert len(files) > 500
    found = [
        (str(file), one[0]) for file in files for one in QUOTA.finditer(file.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_what_would_be_found_is_found():
    for text in ("a quota a grid", "target_needs = 20", "每月定额二十条", "民情排行"):
        assert QUOTA.search(text)


def test_no_column_holds_such_a_number():
    models = [
        one
        for one in apps.get_app_config("geodata").get_models()
        if one.__module__.startswith("geodata.needs")
    ]
    fields = [f"{model.__name__}.{field.name}" for model in models for field in model._meta.get_fields()]
    assert models and [name for name in fields if QUOTA.search(name)] == []


def test_no_figure_is_of_a_person():
    names = [*Sums.__slots__, *COUNTED, *BY, *(figure.name for figure in FIGURES)]
    assert [name for name in names if PERSONS.search(name)] == []
    own = (settings.BASE_DIR / "geodata" / "needs").rglob("*.py")
    # To whom a notice goes, with how many needs it tells of: no figure of whoever reads it.
    notices = ("service.py", "telling.py")
    statements = [file.read_text(encoding="utf-8") for file in own if file.name not in notices]
    assert [one[0] for text in statements for one in GROUPED.finditer(text)] == []


def test_the_api_sums_nothing_by_person_and_offers_no_such_question():
    schema: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    shapes = schema["components"]["schemas"]
    told = [name for shape in ("SumsOut", "NeedLine") for name in _of(shapes, shape)["properties"]]
    assert "found" in told and [name for name in told if PERSONS.search(name)] == []
    asked = schema["paths"]["/api/v1/needs/summary/"]["get"]["parameters"]
    assert [one["name"] for one in asked if PERSONS.search(one["name"]) and one["name"] != "by"] == []
    (by,) = [one["schema"] for one in asked if one["name"] == "by"]
    options = by.get("enum") or _of(shapes, by.get("$ref", "").rsplit("/", 1)[-1])["enum"]
    assert set(options) == set(BY)


def _of(shapes: dict[str, Any], name: str) -> dict[str, Any]:
    """With or without the ending that the generator leaves away."""
    found: dict[str, Any] = shapes.get(name) or shapes[name.removesuffix("Out")]
    return found


def test_no_file_of_needs_has_a_column_of_a_person():
    assert FIELDS and [field.name for field in FIELDS if PERSONS.search(field.name)] == []
