"""Pages with their filters are kept under a name, pinned, and shared with the posts of an area."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from geodata.sql import install


class Migration(migrations.Migration):

    dependencies = [
        ('geodata', '0109_kept_days_are_compared'),
    ]

    operations = [
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('page', models.CharField(max_length=40, verbose_name='page')),
                ('query', models.CharField(blank=True, max_length=600, verbose_name='question')),
                ('position', models.CharField(blank=True, max_length=120, verbose_name='place on the map')),
                ('pinned', models.BooleanField(default=False, verbose_name='on the home page')),
                ('shared_with', models.CharField(blank=True, max_length=15, verbose_name='shared with')),
                ('changed_at', models.DateTimeField(verbose_name='changed at')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='account')),
            ],
            options={
                'verbose_name': 'saved view',
                'verbose_name_plural': 'saved views',
                'ordering': ['name', 'pk'],
                'indexes': [models.Index(condition=models.Q(('shared_with', ''), _negated=True), fields=['shared_with'], name='views_shared_with_an_area')],
                'constraints': [models.UniqueConstraint(fields=('owner', 'name'), name='one_saved_view_of_a_name'), models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('page', ''), _negated=True)), name='a_saved_view_has_a_name_and_a_page'), models.CheckConstraint(condition=models.Q(('shared_with', ''), ('shared_with__regex', '^([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12}|[0-9]{15})$'), _connector='OR'), name='a_view_is_shared_with_an_area')],
            },
        ),
        install("grants"),
        install("policies/savedview"),
    ]
