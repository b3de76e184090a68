"""A ledger that was kept before comes in as a list, and goes again with its steps when the import is taken back."""

from django.db import migrations, models

from geodata.sql import install

SOURCES = [
    ("visit", "visit"),
    ("office", "at the office"),
    ("phone", "by phone"),
    ("meeting", "meeting"),
    ("campaign", "campaign"),
    ("resident", "by the resident"),
    ("hotline", "hotline"),
    ("ledger", "earlier ledger"),
]


class Migration(migrations.Migration):
    dependencies = [("geodata", "0077_links_stand_in_the_way_of_undoing")]

    operations = [
        migrations.AlterField(
            model_name=name,
            name="source",
            field=models.CharField(choices=SOURCES, max_length=10, verbose_name="source"),
        )
        for name in ("need", "needevent")
    ] + [install("import_tables"), install("note_import")]
