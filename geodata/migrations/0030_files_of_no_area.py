"""Files whose rights hold in no area, such as an auditor's: the second line asks for no village."""

from importlib import import_module

from django.db import migrations

before = import_module("geodata.migrations.0026_files_keep_the_rights_they_were_made_with")
INSIDE = before.INSIDE.replace("upper_inf(a.period)", "upper_inf(a.period) AND top <> ''")


class Migration(migrations.Migration):
    dependencies = [("geodata", "0029_more_of_what_is_changed_is_on_record")]
    operations = [migrations.RunSQL(before.see(INSIDE), before.see(before.INSIDE))]
