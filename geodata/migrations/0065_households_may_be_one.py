"""Pairs of households that may be one, kept as names, phones, places and addresses change; and what was said of them."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from geodata.sql import install
from geodata.sql.together import together

WEB = "gridmap_web"
GRANTS = f"""
GRANT SELECT ON geodata_possibleduplicate TO {WEB};
GRANT SELECT, INSERT ON geodata_toldapart TO {WEB};
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {WEB};
"""
OF_VILLAGE = """
ALTER TABLE geodata_toldapart ADD CONSTRAINT toldapart_carries_the_village_of_its_household
    FOREIGN KEY (village_id, household_id) REFERENCES geodata_household (village_id, id)
    ON UPDATE CASCADE DEFERRABLE INITIALLY IMMEDIATE;
"""
NO_VILLAGE = "ALTER TABLE geodata_toldapart DROP CONSTRAINT toldapart_carries_the_village_of_its_household;"
BY_PINYIN = "CREATE INDEX household_by_pinyin ON geodata_household (village_id, pinyin_of(head_name));"
COMPARED = "SELECT refresh_duplicates(NULL, ARRAY(SELECT id FROM geodata_area WHERE level = 'village'));"

class Migration(migrations.Migration):

    dependencies = [
        ("geodata", "0064_undoing_passes_what_came_to_nothing"),
    ]

    operations = together([
        migrations.CreateModel(
            name='PossibleDuplicate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reasons', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=10), size=None, verbose_name='what is alike')),
                ('household', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='geodata.household', verbose_name='household')),
                ('other', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='geodata.household', verbose_name='other household')),
                ('village', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geodata.area', verbose_name='village')),
            ],
            options={
                'verbose_name': 'possible duplicate',
                'verbose_name_plural': 'possible duplicates',
                'constraints': [models.UniqueConstraint(fields=('household', 'other'), name='a_pair_of_households_is_compared_once'), models.CheckConstraint(condition=models.Q(('household__lt', models.F('other'))), name='of_a_pair_the_earlier_household_stands_first'), models.CheckConstraint(condition=models.Q(('reasons', []), _negated=True), name='possible_duplicates_share_more_than_the_name')],
            },
        ),
        migrations.CreateModel(
            name='ToldApart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('apart', models.BooleanField(default=True, verbose_name='not the same')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('household', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geodata.household', verbose_name='household')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geodata.household', verbose_name='other household')),
                ('village', models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geodata.area', verbose_name='village')),
            ],
            options={
                'verbose_name': 'word on a possible duplicate',
                'verbose_name_plural': 'words on possible duplicates',
                'indexes': [models.Index(fields=['household', 'other', 'id'], name='words_on_a_pair')],
                'constraints': [models.CheckConstraint(condition=models.Q(('household__lt', models.F('other'))), name='of_a_pair_told_apart_the_earlier_household_stands_first')],
            },
        ),
        install("pinyin_of", "DROP FUNCTION pinyin_of"),
        install("address_key", "DROP FUNCTION address_key"),
        migrations.RunSQL(BY_PINYIN, "DROP INDEX household_by_pinyin;"),
        install("refresh_duplicates", "DROP FUNCTION refresh_duplicates"),
        install("duplicates_follow", "DROP FUNCTION duplicates_follow CASCADE"),
        migrations.RunSQL(OF_VILLAGE, NO_VILLAGE),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
        install("policies/possibleduplicate"),
        install("policies/toldapart"),
        install("take_village"),
        migrations.RunSQL(COMPARED, migrations.RunSQL.noop),
    ])
