"""Jobs and their files say which rights, in which areas, whoever sees them must still hold; so does the second line."""


from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models
from geodata.sql.together import together

VILLAGES = "ARRAY(SELECT unnest(nullif(current_setting('gridmap.villages', true), '')::bigint[]))"
GRIDS = "ARRAY(SELECT unnest(nullif(current_setting('gridmap.grids', true), '')::bigint[]))"
OWN = "owner_id = (SELECT nullif(current_setting('gridmap.user', true), '')::bigint)"
# Every village of the areas in it, and every grid of a leader's, is still visible to whoever asks.
INSIDE = f"""{OWN} AND NOT EXISTS (
    SELECT FROM jsonb_object_keys(needs) top JOIN geodata_area a ON a.code LIKE top || '%' AND upper_inf(a.period)
    WHERE a.level = CASE WHEN length(top) > 12 THEN 'grid' ELSE 'village' END
    AND a.id <> ALL ({VILLAGES}) AND a.id <> ALL ({GRIDS}) AND coalesce(a.parent_id <> ALL ({VILLAGES}), true))"""


def see(using: str) -> str:
    return f"ALTER POLICY web_sees_its_scope ON geodata_jobfile USING (coalesce({using}, false))"


# What was made before: the area that it is about, and the right of its kind. Files of no area are nobody's.
KEPT = """
UPDATE geodata_job SET needs = jsonb_build_object(subject, jsonb_build_array(CASE
    WHEN kind LIKE 'imports.%' THEN 'import' WHEN kind LIKE 'contacts.%' THEN 'link'
    WHEN kind LIKE 'redrawing.%' THEN 'plan' ELSE 'export' END))
WHERE subject <> '';
UPDATE geodata_jobfile f SET needs = j.needs FROM geodata_job j WHERE j.id = f.job_id;
UPDATE geodata_notice n SET villages = p.villages FROM geodata_boundaryplan p
WHERE n.kind <> 'grids_redrawn' AND n.link = '/plans/' || p.id || '/';
"""


class Migration(migrations.Migration):
    dependencies = [("geodata", "0025_tokens_tell_where_they_are_used")]

    operations = together([
        migrations.AddField("job", "needs", models.JSONField(default=dict)),
        migrations.AddField("jobfile", "needs", models.JSONField(default=dict)),
        migrations.AddField(
            "notice", "villages", ArrayField(models.BigIntegerField(), default=list, size=None)
        ),
        migrations.RunSQL(KEPT, migrations.RunSQL.noop),
        migrations.RunSQL(see(INSIDE), see(OWN)),
    ])
