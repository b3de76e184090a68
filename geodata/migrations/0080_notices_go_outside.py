"""Notices go outside: to whom by e-mail, and each message on its way."""

import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from geodata.sql import install


class Migration(migrations.Migration):

    dependencies = [
        ('geodata', '0079_requests_arrive_at_once'),
    ]

    operations = [
        migrations.CreateModel(
            name='MailAddress',
            fields=[
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='mail', serialize=False, to=settings.AUTH_USER_MODEL, verbose_name='account')),
                ('address', models.EmailField(blank=True, max_length=120, verbose_name='e-mail address')),
                ('wanted', models.CharField(choices=[('nothing', 'nothing'), ('daily', 'once a day, at 8:00'), ('urgent', 'once a day, and what is urgent at once')], default='nothing', max_length=10, verbose_name='notices by e-mail')),
                ('since', models.DateTimeField(verbose_name='since')),
            ],
            options={
                'verbose_name': 'e-mail address of an account',
                'verbose_name_plural': 'e-mail addresses of accounts',
                'constraints': [models.CheckConstraint(condition=models.Q(('wanted__in', ['nothing', 'daily', 'urgent'])), name='mail_is_wanted_in_one_of_the_ways')],
            },
        ),
        migrations.CreateModel(
            name='Outgoing',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('occasion', models.CharField(choices=[('daily', 'notices of the day'), ('urgent', 'urgent notice'), ('county', 'to the group chat of the county')], max_length=10, verbose_name='occasion')),
                ('county', models.CharField(blank=True, max_length=6, verbose_name='county')),
                ('day', models.DateField(verbose_name='day')),
                ('lines', models.JSONField(verbose_name='lines')),
                ('notices', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None, verbose_name='notices')),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('sending', 'being sent'), ('sent', 'sent'), ('unsure', 'perhaps sent'), ('failed', 'not sent')], default='waiting', max_length=10, verbose_name='state')),
                ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='tries')),
                ('made_at', models.DateTimeField(verbose_name='made at')),
                ('next_at', models.DateTimeField(verbose_name='next try at')),
                ('done_at', models.DateTimeField(null=True, verbose_name='ended at')),
                ('why', models.CharField(blank=True, max_length=200, verbose_name='why not')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='account')),
            ],
            options={
                'verbose_name': 'outgoing message',
                'verbose_name_plural': 'outgoing messages',
                'ordering': ['-made_at', '-id'],
                'indexes': [models.Index(condition=models.Q(('state__in', ['waiting', 'sending'])), fields=['next_at'], name='messages_to_be_sent'), models.Index(fields=['user', '-made_at'], name='messages_of_a_user')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('occasion', 'county'), ('user__isnull', True), models.Q(('county', ''), _negated=True)), models.Q(('county', ''), ('occasion__in', ['daily', 'urgent']), ('user__isnull', False)), _connector='OR'), name='a_message_goes_to_a_user_or_a_county'), models.CheckConstraint(condition=models.Q(models.Q(('done_at__isnull', True), ('state__in', ['waiting', 'sending'])), models.Q(('done_at__isnull', False), ('state__in', ['sent', 'unsure', 'failed'])), _connector='OR'), name='a_message_is_in_one_of_its_states'), models.UniqueConstraint(condition=models.Q(('occasion', 'daily')), fields=('user', 'day'), name='one_message_of_the_day_for_each_user')],
            },
        ),
        install("grants"),
        install("queue_notices", "DROP FUNCTION queue_notices, outgoing_line"),
        install("policies/mailaddress"),
        install("policies/outgoing"),
    ]
