"""Somebody's own visits stay in sight, and a verb may look a household up that the scope of today does not hold."""


from django.db import migrations

WEB = "gridmap_web"
VILLAGES = "ARRAY(SELECT unnest(nullif(current_setting('gridmap.villages', true), '')::bigint[]))"
HOUSEHOLDS = "ARRAY(SELECT unnest(nullif(current_setting('gridmap.households', true), '')::bigint[]))"
SHOWN = f"village_id = ANY ({VILLAGES}) OR household_id = ANY ({HOUSEHOLDS})"

OWN = "entered_by_id = (SELECT nullif(current_setting('gridmap.user', true), '')::bigint)"
# What is asked again after a lost answer, or taken back, is known whatever became of the household.
MINE = f"ALTER POLICY web_sees_its_scope ON geodata_visit USING (coalesce({SHOWN} OR {OWN}, false));"
AS_BEFORE = f"ALTER POLICY web_sees_its_scope ON geodata_visit USING (coalesce({SHOWN}, false));"

# Only the id, and only of a token that the caller knows: what may be seen of it, the verb decides (geodata/visits/sending.py).
ID_OF = f"""
CREATE FUNCTION household_id_of(wanted text) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $body$
    SELECT id FROM geodata_household WHERE token = wanted
$body$;
REVOKE ALL ON FUNCTION household_id_of(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION household_id_of(text) TO {WEB};
"""


class Migration(migrations.Migration):
    dependencies = [("geodata", "0021_imports_are_taken_back_by_jobs")]
    operations = [
        migrations.RunSQL(MINE, AS_BEFORE),
        migrations.RunSQL(ID_OF, "DROP FUNCTION household_id_of(text)"),
    ]
