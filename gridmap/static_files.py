"""Static files under names with a hash of their content, also where one JavaScript module imports another."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):
    """A page that loads a new module never gets an old one beside it."""

    support_js_module_import_aggregation = True
