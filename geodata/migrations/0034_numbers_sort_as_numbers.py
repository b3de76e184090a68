"""The order of numbers of households: digits that follow each other count as one number."""

from django.contrib.postgres.operations import CreateCollation
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("geodata", "0033_doubts_stay_with_a_draft")]

    operations = [CreateCollation("natural", provider="icu", locale="und-u-kn-true")]
