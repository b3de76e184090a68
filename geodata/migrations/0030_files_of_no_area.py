"""Files whose rights hold in no area, such as an auditor's: the second line asks for no village."""

from django.db import migrations

VILLAGES = "ARRAY(SELECT unnest(nullif(current_setting('gridmap.villages', true), '')::bigint[]))"
GRIDS = "ARRAY(SELECT unnest(nullif(current_setting('gridmap.grids', true), '')::bigint[]))"
OWN = "owner_id = (SELECT nullif(current_setting('gridmap.user', true), '')::bigint)"
BEFORE = f"""{OWN} AND NOT EXISTS (
    SELECT FROM jsonb_object_keys(needs) top JOIN geodata_area a ON a.code LIKE top || '%' AND upper_inf(a.period)
    WHERE a.level = CASE WHEN length(top) > 12 THEN 'grid' ELSE 'village' END
    AND a.id <> ALL ({VILLAGES}) AND a.id <> ALL ({GRIDS}) AND coalesce(a.parent_id <> ALL ({VILLAGES}), true))"""
INSIDE = BEFORE.replace("upper_inf(a.period)", "upper_inf(a.period) AND top <> ''")


def see(using: str) -> str:
    return f"ALTER POLICY web_sees_its_scope ON geodata_jobfile USING (coalesce({using}, false))"


class Migration(migrations.Migration):
    dependencies = [("geodata", "0029_more_of_what_is_changed_is_on_record")]
    operations = [migrations.RunSQL(see(INSIDE), see(BEFORE))]
