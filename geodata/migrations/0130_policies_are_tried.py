"""What a rule would say is counted before it holds."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from geodata.sql import install


class Migration(migrations.Migration):
    dependencies = [
        ("geodata", "0125_entitlements"),
    ]

    operations = [
        migrations.CreateModel(
            name="PolicyTrial",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seen", models.PositiveIntegerField(verbose_name="version")),
                ("asked_at", models.DateTimeField(verbose_name="asked at")),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="done at")),
                ("on", models.DateField(blank=True, null=True, verbose_name="day")),
                ("counts", models.JSONField(blank=True, null=True, verbose_name="counts")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked by",
                    ),
                ),
                (
                    "policy_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="trials",
                        to="geodata.policyversion",
                        verbose_name="version of a policy",
                    ),
                ),
            ],
            options={
                "verbose_name": "trial of a policy",
                "verbose_name_plural": "trials of policies",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("done_at__isnull", True)),
                        fields=("policy_version",),
                        name="one_trial_of_a_version_at_a_time",
                        violation_error_message="This version is being tried already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("counts__isnull", True), ("done_at__isnull", True), ("on__isnull", True)
                            ),
                            models.Q(
                                ("counts__isnull", False), ("done_at__isnull", False), ("on__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="a_trial_that_is_done_has_counts",
                    ),
                ],
            },
        ),
        install("grants"),
    ]
