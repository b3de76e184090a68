"""What the record of access says of imports. Apart from the manifest, which names every kind: kinds record, too."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Action(TextChoices):
    """What the record of access says that somebody did."""

    IMPORT_PREPARED = "import_prepared", _("uploaded an import or went on with it")
    IMPORT_WRITTEN = "import_written", _("carried out an import")
    IMPORT_UNDONE = "import_undone", _("undid an import")
