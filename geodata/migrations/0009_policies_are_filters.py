"""Policies of an earlier installation take the form that costs lists nothing: see `shown` in 0004."""

from importlib import import_module

from django.db import migrations

first = import_module("geodata.migrations.0004_second_line")
former = import_module("geodata.migrations.0006_second_line_on_former_rows")


def alter(table: str, using: str) -> str:
    return f"ALTER POLICY web_sees_its_scope ON geodata_{table} USING ({first.shown(using)});"


class Migration(migrations.Migration):
    dependencies = [("geodata", "0008_second_line_on_signing_in")]
    operations = [
        migrations.RunSQL(
            "".join(alter(table, using) for table, (using, _) in {**first.POLICIES, **former.POLICIES}.items()),
            migrations.RunSQL.noop,
        )
    ]
