"""The description of the API: valid, complete, and kept by the answers."""

import re
import uuid
from io import StringIO
from typing import Any

import jsonschema
import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from drf_spectacular.generators import SchemaGenerator
from openapi_spec_validator import OpenAPIV31SpecValidator

from api.urls import urlpatterns
from geodata.base.periods import today
from tests import village as v

UNDESCRIBED = {"docs", "schema", "unknown"}


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    return SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]


def shape(schema: dict[str, Any], path: str, method: str, answer: Any) -> dict[str, Any]:
    content = schema["paths"][f"/api/v1/{path}"][method]["responses"][str(answer.status_code)]["content"]
    return content[answer["Content-Type"]]["schema"] | {"components": schema["components"]}


def conforms(schema: dict[str, Any], path: str, answer: Any, method: str = "get") -> None:
    jsonschema.validate(
        answer.json(), shape(schema, path, method, answer), format_checker=jsonschema.FormatChecker()
    )


def test_the_description_is_valid_and_without_warnings():
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=StringIO())


def test_the_description_is_valid_by_the_judgement_of_others(schema):
    """With all of JSON Schema 2020-12, which the generator's own check leaves out."""
    assert [error.message for error in OpenAPIV31SpecValidator(schema).iter_errors()] == []


def test_every_address_is_described(schema):
    operations = [name for path in schema["paths"].values() for name in path]
    assert len(schema["paths"]) == len(urlpatterns) - len(UNDESCRIBED)
    assert operations.count("post") >= 4


def test_a_file_that_a_job_makes_is_described_both_ways(schema):
    answers = schema["paths"]["/api/v1/plans/{number}/file.gpkg"]["get"]["responses"]
    assert [list(answers[status]["content"]) for status in ("200", "202")] == [
        ["application/octet-stream"],
        ["application/json"],
    ]


def test_every_answer_and_parameter_is_explained(schema):
    for path, methods in schema["paths"].items():
        for told in methods.values():
            assert told["summary"], path
            assert all(parameter.get("description") for parameter in told.get("parameters", [])), path
            assert {"400", "406"} <= set(told["responses"]), path
            for status, answer in told["responses"].items():
                kinds = set(answer.get("content", {}))
                assert status < "400" or kinds == {"application/problem+json"}, path


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("", ""), ("areas/", ""), ("areas/", "?level=grid"), ("areas/{code}/", ""), ("categories/", ""), ("me/", ""),
        ("coverage/", "?area=430382"), ("coverage/", "?area=430382&by=grid&format=geojson"),
        ("households/", ""), ("households/", "?limit=2"), ("households/{token}/", ""), ("households/{token}/", "?on=2021-01-01"),
        ("members/", "?village=430382100201"),
    ],
)  # fmt: skip
def test_answers_are_as_described(places, schema, county, path, query):
    filled = path.format(code="430382100201", token=places.homes[0].token)
    conforms(schema, path, county.get(f"{filled}{query}"))


def test_masked_answers_are_as_described(places, schema, planner):
    conforms(schema, "households/", planner.get("households/"))
    conforms(schema, "households/{token}/", planner.get(f"households/{places.homes[0].token}/"))


def test_what_is_written_is_answered_as_described(places, schema, insider):
    home = f"households/{places.homes[0].token}"
    body = {"client_id": str(uuid.uuid4()), "day": today().isoformat()}
    for _ in range(2):
        conforms(schema, "households/{token}/visits/", insider.post(f"{home}/visits/", body), "post")
    conforms(
        schema,
        "households/{token}/visits/",
        insider.post(f"{home}/visits/", {**body, "mode": "phone"}),
        "post",
    )
    member = v.member(places.west).pk
    conforms(
        schema, "households/{token}/contact/", insider.post(f"{home}/contact/", {"member": member}), "post"
    )


@pytest.mark.parametrize(
    ("path", "query"),
    [("coverage/", ""), ("coverage/", "?area=999999"), ("households/", "?figure=x"), ("areas/", "?x=1")],
)
def test_problems_are_as_described(schema, county, path, query):
    conforms(schema, path, county.get(f"{path}{query}"))


def test_anonymous_and_forbidden_answers_are_as_described(schema, nobody, by_post):
    conforms(schema, "households/", nobody.get("households/"))
    conforms(schema, "households/", by_post("auditor").get("households/"))


def test_a_description_that_does_not_fit_is_noticed(schema, county):
    answer = county.get("me/")
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"username": 5}, shape(schema, "me/", "get", answer))


def test_the_description_is_open_to_all(nobody, db):
    answer = nobody.get("schema/")
    assert answer.status_code == 200
    assert b"/api/v1/coverage/" in answer.content


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("lang=zh-hans", 200), ("lang=xx", 400), ("lang=../..", 400), ("lang=%00", 400), ("version=%0D%0A", 400),
        ("format=json", 400),
    ],
)  # fmt: skip
def test_the_description_is_asked_for_in_a_language_and_no_more(nobody, db, query, status):
    assert nobody.get(f"schema/?{query}").status_code == status


def test_the_docs_page_comes_from_here_alone(nobody, db):
    page = nobody.get("docs/")
    script = nobody.get("docs/?script=")
    text = page.content.decode() + script.content.decode()
    assert page.status_code == script.status_code == 200
    assert not re.findall(r"(?:https?:)?//[a-z]", text.replace("http://testserver", ""))
    assert "<script>" not in text


def test_the_files_of_the_docs_page_are_ours(nobody, db):
    page = nobody.get("docs/").content.decode()
    files = re.findall(r'(?:src|href)="/static/([^"]+)"', page)
    assert len(files) >= 3
    assert all(finders.find(name) for name in files)
