"""The table of lanterns."""

from django.db import models


class Lantern(models.Model):
    lit_on = models.DateField()

    class Meta:
        app_label = "geodata"

    def __str__(self) -> str:
        return f"{self.lit_on}"
