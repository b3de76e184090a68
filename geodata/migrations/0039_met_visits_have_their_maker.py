"""Of the index that counts visits by day: under the policy of one's own visits it was not enough by itself any more."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('geodata', '0038_phones_carry_their_reach'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='visit',
            name='met_visits_by_village_and_day',
        ),
        migrations.AddIndex(
            model_name='visit',
            index=models.Index(condition=models.Q(('outcome', 'met'), ('state', 'valid')), fields=['village', 'day'], include=('household', 'person_times', 'entered_by'), name='met_visits_by_village_and_day'),
        ),
    ]
