"""Wrong passwords and codes are counted for each account too; what was typed as a name is kept no more."""

from django.db import migrations, models

WEB = "gridmap_web"
RIGHTS = f"GRANT SELECT, INSERT, UPDATE ON geodata_guesses, geodata_knownnetwork TO {WEB};"
# People type passwords into the field of the name. Locks of the last quarter of an hour end with the rows that hold it.
TYPED = """
DELETE FROM axes_accessattempt;
DELETE FROM axes_accessfailurelog;
UPDATE geodata_accessentry e SET subject = '?'
WHERE action IN ('sign_in_refused', 'locked_out') AND user_id IS NULL AND NOT details ? 'by'
  AND NOT EXISTS (SELECT FROM geodata_user u WHERE lower(u.username) = lower(e.subject));
UPDATE geodata_accessentry e SET subject = '?'
WHERE action IN ('sign_in_refused', 'locked_out') AND user_id IS NULL AND details ->> 'by' = 'token'
  AND NOT EXISTS (SELECT FROM geodata_user u WHERE lower(u.username) = lower(e.subject));
"""


class Migration(migrations.Migration):
    dependencies = [("geodata", "0022_visits_of_their_day")]
    operations = [
        migrations.CreateModel(
            name="Guesses",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("failures", models.PositiveIntegerField()),
                ("at", models.DateTimeField(db_index=True)),
            ],
            options={"verbose_name": "guesses", "verbose_name_plural": "guesses"},
        ),
        migrations.CreateModel(
            name="KnownNetwork",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("seen_at", models.DateTimeField(db_index=True)),
            ],
            options={"verbose_name": "known network", "verbose_name_plural": "known networks"},
        ),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
        migrations.RunSQL(TYPED, migrations.RunSQL.noop),
    ]
