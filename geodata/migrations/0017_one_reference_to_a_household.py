"""A row refers to its household and village once, by the composite foreign key, and no longer by three at each insert."""

import django.db.models.deletion
from django.db import migrations, models
from geodata.sql.together import together


class Migration(migrations.Migration):

    dependencies = [
        ('geodata', '0016_many_households_at_once'),
    ]

    operations = together([
        migrations.AlterField(
            model_name='card',
            name='household',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='cards', to='geodata.household', verbose_name='household'),
        ),
        migrations.AlterField(
            model_name='card',
            name='village',
            field=models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geodata.area', verbose_name='village'),
        ),
        migrations.AlterField(
            model_name='carerecord',
            name='household',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='care_records', to='geodata.household', verbose_name='household'),
        ),
        migrations.AlterField(
            model_name='carerecord',
            name='village',
            field=models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geodata.area', verbose_name='village'),
        ),
        migrations.AlterField(
            model_name='contactlink',
            name='household',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='links', to='geodata.household', verbose_name='household'),
        ),
        migrations.AlterField(
            model_name='contactlink',
            name='village',
            field=models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geodata.area', verbose_name='village'),
        ),
        migrations.AlterField(
            model_name='household',
            name='grid',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geodata.area', verbose_name='grid'),
        ),
        migrations.AlterField(
            model_name='household',
            name='village',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geodata.area', verbose_name='village'),
        ),
        migrations.AlterField(
            model_name='linkchange',
            name='household',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geodata.household', verbose_name='household'),
        ),
        migrations.AlterField(
            model_name='linkchange',
            name='village',
            field=models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geodata.area', verbose_name='village'),
        ),
        migrations.AlterField(
            model_name='livelihood',
            name='household',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='livelihoods', to='geodata.household', verbose_name='household'),
        ),
        migrations.AlterField(
            model_name='livelihood',
            name='village',
            field=models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geodata.area', verbose_name='village'),
        ),
        migrations.AlterField(
            model_name='occupancyperiod',
            name='household',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='occupancies', to='geodata.household', verbose_name='household'),
        ),
        migrations.AlterField(
            model_name='occupancyperiod',
            name='village',
            field=models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geodata.area', verbose_name='village'),
        ),
        migrations.AlterField(
            model_name='pairingline',
            name='household',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geodata.household', verbose_name='household'),
        ),
        migrations.AlterField(
            model_name='pairingline',
            name='village',
            field=models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geodata.area', verbose_name='village'),
        ),
        migrations.AlterField(
            model_name='placement',
            name='grid',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geodata.area', verbose_name='grid'),
        ),
        migrations.AlterField(
            model_name='placement',
            name='household',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='placements', to='geodata.household', verbose_name='household'),
        ),
        migrations.AlterField(
            model_name='placement',
            name='village',
            field=models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geodata.area', verbose_name='village'),
        ),
        migrations.AlterField(
            model_name='resident',
            name='household',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='residents', to='geodata.household', verbose_name='household'),
        ),
        migrations.AlterField(
            model_name='resident',
            name='village',
            field=models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geodata.area', verbose_name='village'),
        ),
        migrations.AlterField(
            model_name='visit',
            name='household',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='geodata.household', verbose_name='household'),
        ),
        migrations.AlterField(
            model_name='visit',
            name='village',
            field=models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geodata.area', verbose_name='village'),
        ),
    ])
