"""The first due of the ledger are read in their order: by day alone all of one day had to be sorted for each page."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('geodata', '0084_visits_have_no_index_of_points'),
    ]

    operations = [
        migrations.RemoveIndex(model_name='need', name='open_needs_by_due_at'),
        migrations.AddIndex(
            model_name='need',
            index=models.Index(
                condition=models.Q(('state__in', ['new', 'accepted', 'consulting', 'assigned', 'in_progress'])),
                fields=['due_at', 'id'],
                name='open_needs_by_due_at',
            ),
        ),
    ]
