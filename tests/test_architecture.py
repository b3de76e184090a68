"""Imports, foreign keys and the index keep the direction; and each rule catches a breach."""

from django.apps import apps

from tests import architecture as rules
from tests.architecture import ROOT, Module


def concepts_with_tables() -> list[str]:
    return [path.parent.name for path in sorted((ROOT / "geodata").glob("*/models.py"))]


def foreign_keys() -> list[tuple[str, str]]:
    return [
        (model.__module__.split(".")[1], field.related_model.__module__.split(".")[1])
        for model in apps.get_app_config("geodata").get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model.__module__.startswith("geodata.")
    ]


def test_layers_import_downwards_only():
    assert rules.against_layers(rules.modules()) == []


def test_concepts_import_leftwards_only():
    assert rules.against_concepts(rules.modules()) == []


def test_the_domain_knows_no_http():
    assert rules.http_in_domain(rules.modules()) == []


def test_foreign_keys_point_left():
    assert foreign_keys()
    assert rules.keys_pointing_right(foreign_keys()) == []


def test_every_concept_with_tables_is_in_the_index():
    index = (ROOT / "geodata" / "models.py").read_text(encoding="utf-8")
    assert rules.missing_from_index(concepts_with_tables(), index) == []


def test_every_package_of_the_domain_is_a_concept():
    packages = [path.parent.name for path in (ROOT / "geodata").glob("*/__init__.py")]
    assert rules.unknown_packages(packages) == []


def test_an_import_that_points_up_is_caught():
    assert rules.against_layers([Module("geodata.people.models", "from api.errors import Problem")])
    assert rules.against_layers([Module("api.views.areas", "import gridmap.maps.base")])


def test_an_import_that_points_right_is_caught():
    assert rules.against_concepts(
        [Module("geodata.territory.models", "from geodata.people.models import Household")]
    )
    assert rules.against_concepts([Module("geodata.territory.models", "from ..people import models")])


def test_http_in_the_domain_is_caught():
    assert rules.http_in_domain([Module("geodata.visits.record", "from django.http import Http404")])
    assert rules.http_in_domain([Module("geodata.visits.record", "from django import http")])


def test_a_foreign_key_that_points_right_is_caught():
    assert rules.keys_pointing_right([("territory", "people")])


def test_a_concept_missing_from_the_index_is_caught():
    assert rules.missing_from_index(["people"], "from geodata.territory.models import Area") == ["people"]


def test_a_package_that_is_no_concept_is_caught():
    assert rules.unknown_packages(["people", "utils"]) == ["utils"]
