"""Whoever holds an answer is told that it is the same while nothing of what it was made of has changed: see marks_follow.sql."""

from django.db import migrations

from geodata.sql import install

MARKS = """
CREATE TABLE geodata_mark (
    place bigint NOT NULL, transaction bigint NOT NULL, mark bigint NOT NULL, PRIMARY KEY (place, transaction)
)
"""

NO_MORE = """
DROP FUNCTION marks_follow_villages, marks_follow_needs, marks_follow_of_needs, marks_follow_everywhere CASCADE;
DROP FUNCTION mark_places, gather_marks, version_of_villages
"""


class Migration(migrations.Migration):

    dependencies = [
        ('geodata', '0088_counts_of_days_are_kept'),
    ]

    operations = [
        migrations.RunSQL(MARKS, "DROP TABLE geodata_mark"),
        install("marks_follow", NO_MORE),
    ]
