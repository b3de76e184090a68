"""What Django's admin has left in databases that knew it: a table without rows, its permissions, its migrations."""

from django.db import migrations

OF_ADMIN = "SELECT id FROM django_content_type WHERE app_label = 'admin'"
PERMISSIONS = f"SELECT id FROM auth_permission WHERE content_type_id IN ({OF_ADMIN})"
FORGET = f"""
DROP TABLE IF EXISTS django_admin_log;
DELETE FROM auth_group_permissions WHERE permission_id IN ({PERMISSIONS});
DELETE FROM geodata_user_user_permissions WHERE permission_id IN ({PERMISSIONS});
DELETE FROM auth_permission WHERE content_type_id IN ({OF_ADMIN});
DELETE FROM django_content_type WHERE app_label = 'admin';
DELETE FROM django_migrations WHERE app = 'admin';
"""


class Migration(migrations.Migration):
    dependencies = [("geodata", "0045_actions_and_notices_are_named_by_concepts")]
    operations = [migrations.RunSQL(FORGET, migrations.RunSQL.noop)]
