"""The one-time code that opens an installation, and how many households it has."""

from django.db import migrations, models

from geodata.sql import install

WEB = "gridmap_web"


class Migration(migrations.Migration):

    dependencies = [
        ('geodata', '0057_who_cannot_be_called'),
    ]

    operations = [
        migrations.CreateModel(
            name='FirstCode',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('digest', models.CharField(max_length=64)),
                ('made_at', models.DateTimeField(verbose_name='created at')),
                ('used_at', models.DateTimeField(null=True, verbose_name='used at')),
            ],
            options={
                'verbose_name': 'first code',
                'verbose_name_plural': 'first codes',
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='an_installation_has_one_first_code')],
            },
        ),
        migrations.RunSQL(
            f"GRANT SELECT ON geodata_firstcode TO {WEB}; GRANT UPDATE (used_at) ON geodata_firstcode TO {WEB};",
            migrations.RunSQL.noop,
        ),
        install("first_code_is_used_once", "DROP FUNCTION first_code_is_used_once CASCADE"),
        install("households_of_installation", "DROP FUNCTION households_of_installation"),
    ]
