"""Labels of fields and choices in the words that people use; nothing in the database changes."""

import django.contrib.gis.db.models.fields
import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from geodata.sql.together import together


class Migration(migrations.Migration):
    dependencies = [
        ("geodata", "0053_changes_of_the_register"),
    ]

    operations = together([
        migrations.AlterModelOptions(
            name="guesses",
            options={"verbose_name": "sign-in attempts", "verbose_name_plural": "sign-in attempts"},
        ),
        migrations.AlterModelOptions(
            name="phone",
            options={"verbose_name": "visiting phone", "verbose_name_plural": "visiting phones"},
        ),
        migrations.AlterField(
            model_name="contactlink",
            name="end_reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "not ended"),
                    ("handed_over", "handed over"),
                    ("member_left", "member left"),
                    ("member_unable", "member unable"),
                    ("household_left", "household left"),
                    ("mistake", "recorded by mistake"),
                ],
                max_length=20,
                verbose_name="reason for the end",
            ),
        ),
        migrations.AlterField(
            model_name="contactlink",
            name="set_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="assigned by",
            ),
        ),
        migrations.AlterField(
            model_name="contactlinkevent",
            name="end_reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "not ended"),
                    ("handed_over", "handed over"),
                    ("member_left", "member left"),
                    ("member_unable", "member unable"),
                    ("household_left", "household left"),
                    ("mistake", "recorded by mistake"),
                ],
                max_length=20,
                verbose_name="reason for the end",
            ),
        ),
        migrations.AlterField(
            model_name="contactlinkevent",
            name="set_by",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="assigned by",
            ),
        ),
        migrations.AlterField(
            model_name="heldvisit",
            name="brought",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("policy", "policy explained"),
                        ("card", "card handed over"),
                        ("service", "service"),
                    ],
                    max_length=10,
                ),
                blank=True,
                default=list,
                size=None,
                verbose_name="also done",
            ),
        ),
        migrations.AlterField(
            model_name="heldvisit",
            name="maker",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="author",
            ),
        ),
        migrations.AlterField(
            model_name="heldvisit",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "waiting for the office"),
                    ("accepted", "accepted"),
                    ("refused", "refused"),
                    ("withdrawn", "withdrawn by its author"),
                ],
                default="waiting",
                max_length=10,
                verbose_name="state",
            ),
        ),
        migrations.AlterField(
            model_name="heldvisit",
            name="why",
            field=models.CharField(
                choices=[
                    ("right", "not the author's to visit on that day"),
                    ("household", "not a household of the author"),
                    ("day", "an impossible day"),
                    ("visitors", "visitors not known in the village"),
                    ("closed", "the author's account is closed"),
                    ("other", "refused for another reason"),
                ],
                max_length=10,
                verbose_name="why it is held",
            ),
        ),
        migrations.AlterField(
            model_name="heldvisitevent",
            name="brought",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("policy", "policy explained"),
                        ("card", "card handed over"),
                        ("service", "service"),
                    ],
                    max_length=10,
                ),
                blank=True,
                default=list,
                size=None,
                verbose_name="also done",
            ),
        ),
        migrations.AlterField(
            model_name="heldvisitevent",
            name="maker",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="author",
            ),
        ),
        migrations.AlterField(
            model_name="heldvisitevent",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "waiting for the office"),
                    ("accepted", "accepted"),
                    ("refused", "refused"),
                    ("withdrawn", "withdrawn by its author"),
                ],
                default="waiting",
                max_length=10,
                verbose_name="state",
            ),
        ),
        migrations.AlterField(
            model_name="heldvisitevent",
            name="why",
            field=models.CharField(
                choices=[
                    ("right", "not the author's to visit on that day"),
                    ("household", "not a household of the author"),
                    ("day", "an impossible day"),
                    ("visitors", "visitors not known in the village"),
                    ("closed", "the author's account is closed"),
                    ("other", "refused for another reason"),
                ],
                max_length=10,
                verbose_name="why it is held",
            ),
        ),
        migrations.AlterField(
            model_name="household",
            name="number",
            field=models.CharField(max_length=30, verbose_name="household number"),
        ),
        migrations.AlterField(
            model_name="householdevent",
            name="number",
            field=models.CharField(max_length=30, verbose_name="household number"),
        ),
        migrations.AlterField(
            model_name="importrun",
            name="applied_at",
            field=models.DateTimeField(null=True, verbose_name="imported"),
        ),
        migrations.AlterField(
            model_name="importrun",
            name="in_the_way",
            field=models.JSONField(default=list, verbose_name="obstacles to undoing"),
        ),
        migrations.AlterField(
            model_name="importrun",
            name="state",
            field=models.CharField(
                choices=[
                    ("uploaded", "uploaded"),
                    ("mapped", "columns confirmed"),
                    ("checking", "being checked"),
                    ("checked", "checked"),
                    ("applying", "being imported"),
                    ("applied", "imported"),
                    ("undoing", "being undone"),
                    ("undone", "undone"),
                    ("abandoned", "discarded"),
                ],
                default="uploaded",
                max_length=10,
                verbose_name="state",
            ),
        ),
        migrations.AlterField(
            model_name="importrun",
            name="told",
            field=models.TextField(blank=True, verbose_name="import notes"),
        ),
        migrations.AlterField(
            model_name="importrun",
            name="undone_at",
            field=models.DateTimeField(null=True, verbose_name="undone"),
        ),
        migrations.AlterField(
            model_name="importrun",
            name="undone_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="undone by",
            ),
        ),
        migrations.AlterField(
            model_name="jobfile",
            name="role",
            field=models.CharField(
                choices=[("input", "input file"), ("output", "result file")], max_length=6
            ),
        ),
        migrations.AlterField(
            model_name="member",
            name="point",
            field=django.contrib.gis.db.models.fields.PointField(
                blank=True, null=True, srid=4326, verbose_name="position of the home"
            ),
        ),
        migrations.AlterField(
            model_name="memberevent",
            name="point",
            field=django.contrib.gis.db.models.fields.PointField(
                blank=True, null=True, srid=4326, verbose_name="position of the home"
            ),
        ),
        migrations.AlterField(
            model_name="notice",
            name="link",
            field=models.CharField(blank=True, max_length=200, verbose_name="web address"),
        ),
        migrations.AlterField(
            model_name="pairingline",
            name="state",
            field=models.CharField(
                choices=[
                    ("open", "open"),
                    ("taken", "adopted"),
                    ("refused", "refused"),
                    ("rejected", "rejected"),
                ],
                default="open",
                max_length=10,
                verbose_name="state",
            ),
        ),
        migrations.AlterField(
            model_name="phone",
            name="seen_at",
            field=models.DateTimeField(verbose_name="last online"),
        ),
        migrations.AlterField(
            model_name="planstep",
            name="move",
            field=models.CharField(
                choices=[
                    ("create", "created"),
                    ("submit", "submitted"),
                    ("approve", "approved"),
                    ("reject", "rejected"),
                    ("withdraw", "withdrawn"),
                    ("publish", "published"),
                    ("rebase", "updated to the current borders"),
                    ("supersede", "superseded"),
                ],
                max_length=10,
                verbose_name="move",
            ),
        ),
        migrations.AlterField(
            model_name="visit",
            name="brought",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("policy", "policy explained"),
                        ("card", "card handed over"),
                        ("service", "service"),
                    ],
                    max_length=10,
                ),
                blank=True,
                default=list,
                size=None,
                verbose_name="also done",
            ),
        ),
        migrations.AlterField(
            model_name="visit",
            name="point",
            field=django.contrib.gis.db.models.fields.PointField(
                blank=True, null=True, srid=4326, verbose_name="position"
            ),
        ),
        migrations.AlterField(
            model_name="visit",
            name="void_reason",
            field=models.CharField(blank=True, max_length=200, verbose_name="reason for voiding"),
        ),
        migrations.AlterField(
            model_name="visitevent",
            name="brought",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("policy", "policy explained"),
                        ("card", "card handed over"),
                        ("service", "service"),
                    ],
                    max_length=10,
                ),
                blank=True,
                default=list,
                size=None,
                verbose_name="also done",
            ),
        ),
        migrations.AlterField(
            model_name="visitevent",
            name="point",
            field=django.contrib.gis.db.models.fields.PointField(
                blank=True, null=True, srid=4326, verbose_name="position"
            ),
        ),
        migrations.AlterField(
            model_name="visitevent",
            name="void_reason",
            field=models.CharField(blank=True, max_length=200, verbose_name="reason for voiding"),
        ),
        migrations.AlterField(
            model_name="visitrule",
            name="days",
            field=models.PositiveSmallIntegerField(verbose_name="days between visits"),
        ),
        migrations.AlterField(
            model_name="visitruleevent",
            name="days",
            field=models.PositiveSmallIntegerField(verbose_name="days between visits"),
        ),
        migrations.AlterConstraint(
            model_name="area",
            name="area_code_is_digits_of_its_level",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("code__regex", "^[0-9]{2}$"), ("level", "province")),
                    models.Q(("code__regex", "^[0-9]{4}$"), ("level", "city")),
                    models.Q(("code__regex", "^[0-9]{6}$"), ("level", "county")),
                    models.Q(("code__regex", "^[0-9]{9}$"), ("level", "township")),
                    models.Q(("code__regex", "^[0-9]{12}$"), ("level", "village")),
                    models.Q(("code__regex", "^[0-9]{15}$"), ("level", "grid")),
                    _connector="OR",
                ),
                name="area_code_is_digits_of_its_level",
                violation_error_message="The code does not have the number of digits for its level.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="boundaryplan",
            name="plan_is_approved_by_another_person",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_by__isnull", True),
                    models.Q(("approved_by", models.F("submitted_by")), _negated=True),
                    _connector="OR",
                ),
                name="plan_is_approved_by_another_person",
                violation_error_message="Someone else has to approve the plan.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="boundaryplan",
            name="plan_is_approved_by_nobody_who_drew_it",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_by__isnull", True),
                    models.Q(("drawers__contains", [models.F("approved_by")]), _negated=True),
                    _connector="OR",
                ),
                name="plan_is_approved_by_nobody_who_drew_it",
                violation_error_message="Someone else has to approve the plan.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="card",
            name="a_card_is_printed_before_it_is_delivered",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("delivered_on__isnull", True),
                    ("delivered_on__gte", models.F("printed_on")),
                    _connector="OR",
                ),
                name="a_card_is_printed_before_it_is_delivered",
                violation_error_message="The card had not been printed yet on that day.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="contactlink",
            name="link_ends_with_a_reason",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("end_reason", ""), ("period__upper_inf", True)),
                    models.Q(("period__upper_inf", False), models.Q(("end_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="link_ends_with_a_reason",
                violation_error_message="Give the reason why the contact ends.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="heldvisit",
            name="held_visit_is_refused_with_a_reason",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "refused"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="held_visit_is_refused_with_a_reason",
                violation_error_message="Give the reason why the visit is refused.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="household",
            name="household_point_has_a_quality_and_a_day",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("point__isnull", True), ("point_quality", ""), ("point_since__isnull", True)),
                    models.Q(
                        ("point__isnull", False),
                        ("point_since__isnull", False),
                        models.Q(("point_quality", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="household_point_has_a_quality_and_a_day",
                violation_error_message="State how and when the point was determined.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="linkstep",
            name="an_approval_has_a_day",
            constraint=models.CheckConstraint(
                condition=models.Q(("approved_on__isnull", False), ("approval", ""), _connector="OR"),
                name="an_approval_has_a_day",
                violation_error_message="State the day on which the meeting approved it.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="plangrid",
            name="a_grid_goes_on_once_in_a_plan",
            constraint=models.UniqueConstraint(
                fields=("plan", "area"),
                name="a_grid_goes_on_once_in_a_plan",
                violation_error_message="A grid continues as one grid of the plan only.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="visit",
            name="visit_is_voided_with_a_reason",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "voided"), models.Q(("void_reason", ""), _negated=True)),
                    models.Q(models.Q(("state", "voided"), _negated=True), ("void_reason", "")),
                    _connector="OR",
                ),
                name="visit_is_voided_with_a_reason",
                violation_error_message="Give the reason why the visit is voided.",
            ),
        ),
    ])
