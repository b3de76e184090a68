from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class GeodataConfig(AppConfig):
    """The domain: one label, one line of migrations; its concepts are packages."""

    name = "geodata"
    verbose_name = _("Gridmap")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from geodata.base.rls import no_temporary_objects
        from geodata.contacts.rights import scope_in_force, scope_of
        from geodata.jobs.entering import jobs_enter_by

        jobs_enter_by(scope_of=scope_of, enter=scope_in_force)

        post_migrate.connect(no_temporary_objects, sender=self, dispatch_uid="no_temporary_objects")
