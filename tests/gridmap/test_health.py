"""What /healthz says, well and unwell."""

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from gridmap import databases
from gridmap.pages import health

pytestmark = pytest.mark.django_db


def test_a_working_installation_answers_ok(client: Client) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json()["status"] == "ok"
    assert set(answer.json()["checks"]) == {"database", "postgis", "lc_ctype", "migrations"}


def test_it_asks_three_queries(client: Client, django_assert_num_queries) -> None:
    client.get("/healthz")
    with django_assert_num_queries(3):
        client.get("/healthz")
