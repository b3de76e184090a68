"""Django's admin is not installed, and databases that knew it forget it by a migration."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from tests import village as v

pytestmark = [pytest.mark.django_db, pytest.mark.owner("tables are made and dropped")]
FORGET = import_module("geodata.migrations.0046_no_admin").FORGET
FORMER = """
CREATE TABLE django_admin_log (id serial PRIMARY KEY, action_flag smallint, object_repr varchar(200),
    content_type_id integer REFERENCES django_content_type, user_id bigint NOT NULL REFERENCES geodata_user)
"""


def tables() -> list[str]:
    return connection.introspection.table_names()


def test_no_migration_asks_for_it():
    assert not apps.is_installed("django.contrib.admin")
    nodes = MigrationLoader(connection).graph.nodes
    assert {app for app, _name in nodes} >= {"geodata", "auth"}
    assert "admin" not in {app for app, _name in nodes}
    assert "django_admin_log" not in tables()


def test_a_database_that_knew_it_forgets_it():
    kind = ContentType.objects.create(app_label="admin", model="logentry")
    permission = Permission.objects.create(codename="add_logentry", name="例", content_type=kind)
    Group.objects.create(name="例").permissions.add(permission)
    v.user().user_permissions.add(permission)
    MigrationRecorder(connection).record_applied("admin", "0001_initial")
    others = Permission.objects.count() - 1
    with connection.cursor() as cursor:
        cursor.execute(FORMER)
        cursor.execute(FORGET)
    assert "django_admin_log" not in tables()
    assert not ContentType.objects.filter(app_label="admin").exists()
    assert not MigrationRecorder.Migration.objects.filter(app="admin").exists()
    assert Permission.objects.count() == others
