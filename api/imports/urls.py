"""Addresses of imports below /api/v1/."""

from django.urls import path, re_path

from api.imports.views import (
    ImportAbandon,
    ImportApply,
    ImportCheck,
    ImportMapping,
    ImportRows,
    Imports,
    ImportUndo,
    OneImport,
)
from api.web.addresses import NUMBER

IMPORT = rf"imports/{NUMBER}/"

urlpatterns = [
    path("imports/", Imports.as_view(), name="imports"),
    re_path(rf"^{IMPORT}$", OneImport.as_view(), name="import"),
    re_path(rf"^{IMPORT}abandon/$", ImportAbandon.as_view(), name="import_abandon"),
    re_path(rf"^{IMPORT}apply/$", ImportApply.as_view(), name="import_apply"),
    re_path(rf"^{IMPORT}check/$", ImportCheck.as_view(), name="import_check"),
    re_path(rf"^{IMPORT}mapping/$", ImportMapping.as_view(), name="import_mapping"),
    re_path(rf"^{IMPORT}rows/$", ImportRows.as_view(), name="import_rows"),
    re_path(rf"^{IMPORT}undo/$", ImportUndo.as_view(), name="import_undo"),
]
