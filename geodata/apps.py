from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GeodataConfig(AppConfig):
    """The domain: one label, one line of migrations; its concepts are packages."""

    name = "geodata"
    verbose_name = _("Gridmap")
    default_auto_field = "django.db.models.BigAutoField"
