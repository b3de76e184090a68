"""`make check` looks at the API's description, and needs no database for it."""

import pytest

from gridmap.local import description


def test_it_is_made_without_a_database(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://nobody@/nowhere?host=/nonexistent")
    assert description.report() == 0


def test_a_type_that_is_named_twice_is_found(tmp_path):
    damaged = tmp_path / "schema.yaml"
    damaged.write_text(
        """{openapi: 3.1.1, info: {title: x, version: "1"}, paths: {},
        components: {schemas: {Point: {type: [array, "null", "null"]}}}}"""
    )
    assert description.valid(damaged) == 1
