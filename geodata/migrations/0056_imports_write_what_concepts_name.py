"""The tables that imports write are named by the manifests of the concepts, the later ones first."""

from django.db import migrations

from geodata.sql import install


class Migration(migrations.Migration):

    dependencies = [
        ('geodata', '0055_imports_have_moves'),
    ]

    operations = [
        install("import_tables"),
        install("note_import"),
    ]
