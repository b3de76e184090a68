"""Whoever waits for a lock finds the row afterwards: see tests/locks.py, which watches every statement of every test."""

import ast
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from geodata.plans.models import BoundaryPlan
from tests.locks import is_joined

CODE = [
    path
    for layer in ("geodata", "api", "gridmap")
    for path in (Path(settings.BASE_DIR) / layer).rglob("*.py")
]


def calls(tree: ast.AST, name: str) -> bool:
    return any(isinstance(node, ast.Attribute) and node.attr == name for node in ast.walk(tree))


def functions(path: Path) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)]


def test_no_function_that_locks_joins_as_well():
    found = [
        f"{path.name}:{each.name}"
        for path in CODE
        for each in functions(path)
        if calls(each, "select_for_update") and calls(each, "select_related")
    ]
    assert found == []


@pytest.mark.parametrize(
    ("sql", "joined"),
    [
        ('SELECT 1 FROM "a" INNER JOIN "b" ON ("a"."b" = "b"."id") WHERE ("a"."id" = 1) FOR UPDATE', True),
        ('SELECT 1 FROM "a" LEFT OUTER JOIN "b" ON ("a"."b" = "b"."id") FOR NO KEY UPDATE OF "a"', True),
        ('SELECT 1 FROM "a" WHERE "a"."b" IN (SELECT 1 FROM "b" JOIN "c" ON (1 = (1))) FOR UPDATE', False),
        ('SELECT 1 FROM "a" INNER JOIN "b" ON ("a"."b" = "b"."id")', False),
    ],
)
def test_a_lock_through_a_join_is_told_from_others(sql, joined):
    assert is_joined(sql) is joined


@pytest.mark.django_db
def test_every_statement_of_a_test_is_watched():
    with pytest.raises(AssertionError, match="through a join"):
        list(BoundaryPlan.objects.select_for_update().select_related("county"))
    assert not connection.needs_rollback
