"""More actions of the record of access."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("geodata", "0028_tables_of_imports_are_the_owners")]

    operations = [
        migrations.AlterField(
            model_name='accessentry',
            name='action',
            field=models.CharField(choices=[('sign_in', 'signed in'), ('sign_in_refused', 'sign-in refused'), ('locked_out', 'locked out after failed sign-ins'), ('sign_out', 'signed out'), ('session_ended', 'ended a session'), ('password_set', 'set a password'), ('step_set_up', 'set up the second step'), ('step_removed', 'removed the second step'), ('codes_made', 'made new recovery codes'), ('identity_added', 'connected an outside identity'), ('identity_removed', 'disconnected an outside identity'), ('account_opened', 'opened an account'), ('account_closed', 'closed an account'), ('account_reopened', 'opened a closed account again'), ('link_issued', 'issued a one-time link'), ('menu_viewed', 'looked at the menu of an account'), ('post_filled', 'filled a post'), ('post_ended', 'ended a post'), ('open_household', 'opened a household with care records'), ('export', 'exported'), ('taken_along', 'took households along on a phone'), ('visit_corrected', 'corrected or took back a visit'), ('contacts_changed', 'assigned or ended contacts'), ('member_changed', 'changed a contact member'), ('rules_changed', 'changed visit rules'), ('cards_changed', 'printed or handed over cards'), ('import_prepared', 'uploaded an import or went on with it'), ('import_written', 'wrote an import'), ('import_undone', 'took an import back'), ('job_started', 'had work done in the background'), ('plan_changed', 'drew or changed a boundary plan'), ('plan_opened', 'opened the drawing of a boundary plan'), ('plan_moved', 'moved a boundary plan on')], max_length=20, verbose_name='action'),
        ),
    ]
