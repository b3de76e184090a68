"""Imports, foreign keys and the index keep the direction; and each rule catches a breach."""

import os
import subprocess
import sys

from django.apps import apps
from django.utils.module_loading import import_string

from geodata.base.manifest import concepts
from tests import architecture as rules
from tests.architecture import ROOT, Module


def foreign_keys() -> list[tuple[str, str]]:
    return [
        (model.__module__.split(".")[1], field.related_model.__module__.split(".")[1])
        for model in apps.get_app_config("geodata").get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model.__module__.startswith("geodata.")
    ]


def test_layers_import_downwards_only():
    assert rules.against_layers(rules.modules()) == []


def test_every_room_imports_leftwards_only():
    assert rules.against_rooms(rules.modules()) == []


def test_nothing_imports_itself_in_the_end():
    assert rules.circles(rules.modules(), rules.package) == []
    assert rules.circles(rules.modules(), str) == []


def test_pages_take_nothing_from_the_views_of_the_api():
    assert rules.pages_past_the_web(rules.modules()) == []


def test_the_domain_knows_no_http():
    assert rules.http_in_domain(rules.modules()) == []


def test_foreign_keys_point_left():
    assert foreign_keys()
    assert rules.keys_pointing_right(foreign_keys()) == []


def test_every_module_with_tables_is_in_the_index():
    tables = rules.with_tables(rules.modules())
    assert "geodata.visits.held" in tables
    code = "import django; django.setup(); import sys; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"},
    )  # fmt: skip
    assert rules.missing_from_index(tables, loaded.stdout.split()) == []


def test_every_manifest_names_what_it_builds_on():
    after = {each.name: each.after for each in concepts()}
    assert rules.not_named_by_manifests(rules.modules(), after) == []


def test_an_import_that_points_up_is_caught():
    assert rules.against_layers([Module("geodata.people.models", "from api.web.errors import Problem")])
    assert rules.against_layers([Module("api.territory.views", "import gridmap.maps.base")])


def test_an_import_that_points_right_is_caught():
    assert rules.against_rooms(
        [Module("geodata.territory.models", "from geodata.people.models import Household")]
    )
    assert rules.against_rooms([Module("geodata.territory.models", "from ..people import models")])


def test_a_name_in_a_manifest_that_points_right_is_caught():
    named = 'CONCEPT = Concept(left=later("geodata.visits.retention.households_left"))'
    assert rules.against_rooms([Module("geodata.people.concept", named)])


def test_what_manifests_name_is_there():
    named = [
        name
        for module in rules.modules()
        if module.name.endswith(".concept")
        for name in module.imports()
        if name.startswith("geodata.")
    ]
    assert "geodata.people.retention.left" in named
    assert all(map(import_string, named))


def test_a_page_that_reads_the_api_is_caught():
    assert rules.pages_past_the_web(
        [Module("gridmap.pages.plans.plan", "from api.plans.views import plan_answer")]
    )
    assert not rules.pages_past_the_web(
        [Module("gridmap.pages.plans.plan", "from api.web.access import who")]
    )


def test_http_in_the_domain_is_caught():
    assert rules.http_in_domain([Module("geodata.visits.record", "from django.http import Http404")])
    assert rules.http_in_domain([Module("geodata.visits.record", "from django import http")])


def test_a_foreign_key_that_points_right_is_caught():
    assert rules.keys_pointing_right([("territory", "people")])


def test_a_table_missing_from_the_index_is_caught():
    tables = rules.with_tables([Module("geodata.people.more", "class Dog(models.Model):\n    pass")])
    assert rules.missing_from_index(tables, ["geodata.people.models"]) == ["geodata.people.more"]


def test_a_manifest_that_does_not_say_what_it_builds_on_is_caught():
    imports = [Module("geodata.visits.record", "from geodata.people.models import Household")]
    assert rules.not_named_by_manifests(imports, {"visits": (), "people": ()}) == ["visits imports people"]


def test_a_module_in_no_room_is_caught():
    assert rules.against_rooms([Module("geodata.utils.strings", "")])


def test_what_every_concept_stands_on_knows_none():
    assert rules.against_rooms([Module("geodata.base.rls", "from geodata.people.models import Household")])


def test_a_long_way_back_is_caught():
    house = [
        Module("geodata.jobs.running", "from geodata.base import rls"),
        Module("geodata.base.rls", "def show():\n    import geodata.plans.models"),
        Module("geodata.plans.models", "from geodata.jobs.running import work"),
    ]
    assert rules.circles(house, rules.package) == [{"geodata.jobs", "geodata.base", "geodata.plans"}]


def test_nothing_private_of_others_is_used_without_a_reason():
    assert sorted(rules.private_of_others(rules.modules())) == sorted(rules.PRIVATE_OF_OTHERS)


def test_something_private_of_others_is_caught():
    for line in (
        "from allauth.account.internal.flows.login import perform_login",
        "from granian import _granian",
    ):
        assert rules.private_of_others([Module("gridmap.sessions", line)])
    assert not rules.private_of_others([Module("gridmap.sessions", "from gridmap._own import internal")])
