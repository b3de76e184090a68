"""What taking an import back needs: facts follow deleted visits, and links older than today can be deleted by the owner."""


from django.db import migrations

WEB = "gridmap_web"

FOLLOW = """
CREATE TRIGGER facts_follow_deleted_visits AFTER DELETE ON geodata_visit REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION facts_follow_old();
"""
# The web role still deletes none but those of today; undo_import runs as the owner, who is a member of that role, so that
# the role has to be named in the condition.
TODAY = "lower(period) >= gridmap_today()"
ALTER = "ALTER POLICY only_links_of_today_are_taken_back ON geodata_contactlink USING ({});"
OWNER = ALTER.format(f"{TODAY} OR current_user <> '{WEB}'")


class Migration(migrations.Migration):
    dependencies = [("geodata", "0014_visits")]
    operations = [
        migrations.RunSQL(FOLLOW, "DROP TRIGGER facts_follow_deleted_visits ON geodata_visit;"),
        migrations.RunSQL(OWNER, ALTER.format(TODAY)),
    ]
