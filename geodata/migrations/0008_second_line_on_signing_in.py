"""What the web role may do with the tables of signing in: codes, sessions, identities, failures."""

from django.db import migrations

WEB = "gridmap_web"
READ = ["account_emailaddress", "account_emailconfirmation", "socialaccount_socialapp", "axes_accesslog", "axes_accessfailurelog"]
WRITTEN = [
    "mfa_authenticator", "usersessions_usersession", "socialaccount_socialaccount", "socialaccount_socialtoken",
    "axes_accessattempt", "axes_accessattemptexpiration",
]


class Migration(migrations.Migration):
    dependencies = [
        ("geodata", "0007_more_is_on_record"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("usersessions", "0001_initial"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
        ("axes", "0010_accessattemptexpiration"),
    ]
    operations = [
        migrations.RunSQL(
            f"GRANT SELECT ON {', '.join([*READ, *WRITTEN])} TO {WEB};"
            f"GRANT INSERT, UPDATE, DELETE ON {', '.join(WRITTEN)} TO {WEB};",
            f"REVOKE ALL ON {', '.join([*READ, *WRITTEN])} FROM {WEB};",
        ),
    ]
