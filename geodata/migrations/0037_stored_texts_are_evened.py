"""Texts that came before there was one way to write them are written in it. Former rows keep what they were."""

import logging
from typing import Any

from django.db import migrations

from geodata.base.stored_texts import even_texts

logger = logging.getLogger(__name__)


def forwards(apps: Any, schema_editor: object) -> None:
    told = even_texts(lambda name: apps.get_model("geodata", name), apply=True)
    if told.changed or told.left:
        logger.info("stored texts were evened", extra={"changed": dict(told.changed), "left": dict(told.left)})


class Migration(migrations.Migration):
    dependencies = [("geodata", "0036_imports_take_phones_back")]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
