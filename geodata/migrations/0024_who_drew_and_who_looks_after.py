"""Whose drawing a plan is; and which accounts look after a household outside an office's area."""

import django.contrib.postgres.fields
from django.db import migrations, models
from django.db.models import F, Q

WEB = "gridmap_web"

# Of plans that were approved before, the drawers are not asked for; who approves an open one is.
DRAWN = """
UPDATE geodata_boundaryplan p SET drawers = ARRAY(
    SELECT DISTINCT id FROM (
        SELECT p.drawn_by_id AS id UNION SELECT p.submitted_by_id UNION SELECT s.by_id FROM geodata_planstep s
        WHERE s.plan_id = p.id AND s.move IN ('create', 'rebase')
        UNION SELECT p.changed_by_id WHERE p.state = 'draft'
    ) one WHERE id IS NOT NULL AND id IS DISTINCT FROM p.approved_by_id ORDER BY id
)
WHERE state IN ('draft', 'submitted', 'approved')
"""
# Links are shown by the village of the household: an office does not see those of its own members elsewhere.
OUTSIDE = f"""
CREATE FUNCTION accounts_linked_outside(codes text[], day date) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT DISTINCT m.user_id
    FROM geodata_member m
    JOIN geodata_area home ON home.id = m.village_id
    JOIN geodata_contactlink l ON l.member_id = m.id
    JOIN geodata_area a ON a.id = l.village_id
    WHERE EXISTS (SELECT FROM unnest(codes) code WHERE home.code LIKE code || '%')
      AND NOT EXISTS (SELECT FROM unnest(codes) code WHERE a.code LIKE code || '%')
      AND (upper_inf(l.period) OR upper(l.period) > day)
      AND (upper_inf(m.period) OR upper(m.period) > day)
$$;
REVOKE ALL ON FUNCTION accounts_linked_outside FROM PUBLIC;
GRANT EXECUTE ON FUNCTION accounts_linked_outside TO {WEB};
"""


class Migration(migrations.Migration):
    dependencies = [("geodata", "0023_guesses_at_an_account")]
    operations = [
        migrations.AddField(
            model_name="boundaryplan",
            name="drawers",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), default=list, size=None, verbose_name="drawn or changed by"
            ),
        ),
        migrations.RunSQL(DRAWN, migrations.RunSQL.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED", migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="boundaryplan",
            constraint=models.CheckConstraint(
                name="plan_is_approved_by_nobody_who_drew_it",
                condition=Q(approved_by__isnull=True) | ~Q(drawers__contains=[F("approved_by")]),
                violation_error_message="Somebody else has to approve the plan.",
            ),
        ),
        migrations.RunSQL(OUTSIDE, "DROP FUNCTION accounts_linked_outside"),
    ]
