"""Files that were added to a need: a picture of the broken road, a copy of an agreement."""

import uuid
from functools import partial

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from geodata.base.history import tracked
from geodata.files.attachments import LARGEST
from geodata.needs.models import Need


@partial(tracked, exclude=["sealed_name", "content"])
class Attachment(models.Model):
    """Written once and taken away as a whole; name and content lie sealed (geodata/base/sealed.py), of whatever need.

    It is no file of a job: those are the maker's own and go after days, this one is the need's and goes with its words.
    """

    class Kind(models.TextChoices):
        PDF = "pdf", _("PDF document")
        JPG = "jpg", _("JPG picture")
        PNG = "png", _("PNG picture")
        XLSX = "xlsx", _("XLSX workbook")
        DOCX = "docx", _("DOCX document")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    need = models.ForeignKey(
        Need, on_delete=models.CASCADE, related_name="attachments", verbose_name=_("need")
    )
    kind = models.CharField(pgettext_lazy("attachment", "kind"), max_length=4, choices=Kind)
    size = models.PositiveIntegerField(_("size"))
    """Bytes, as it is kept."""
    sealed_name = models.BinaryField()
    content = models.BinaryField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("added by")
    )
    at = models.DateTimeField(_("added at"))

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="attachment_is_of_a_kind_that_is_taken",
                condition=Q(kind__in=["pdf", "jpg", "png", "xlsx", "docx"]),
            ),
            models.CheckConstraint(
                name="attachment_has_a_size_that_is_taken", condition=Q(size__gte=1, size__lte=LARGEST)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.need_id} {self.kind}"
