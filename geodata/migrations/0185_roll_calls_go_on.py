"""A merger takes roll-calls along and undoing it gives them back; late results are counted in the days that they are of."""

from django.db import migrations

from geodata.sql import install

NO_PAST = "DROP FUNCTION past_follows_results CASCADE; DROP FUNCTION past_follows_targets CASCADE"


class Migration(migrations.Migration):
    dependencies = [
        ("geodata", "0126_lists_are_compared"),
    ]

    operations = [
        install("campaigns_go_on", "DROP FUNCTION campaigns_go_on CASCADE"),
        install("past_calls", NO_PAST),
        install("import_tables"),
        install("note_import"),
    ]
