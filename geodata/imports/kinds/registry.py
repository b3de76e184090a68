"""Every kind of rows that can be imported, by name: those that the manifests offer."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from geodata.base.errors import NotFound
from geodata.base.manifest import Gathered, made
from geodata.base.wording import listed
from geodata.imports.kinds.importer import Kind

KINDS: Mapping[str, Kind] = Gathered(lambda concept: {kind.name: kind for kind in made(concept.importers)})
"""In the order in which an office needs them."""


def kind_of(name: str) -> Kind:
    """The kind of that name. NotFound: there is none."""
    if name not in KINDS:
        raise NotFound(
            _("There is no such kind of import."),
            field="kind",
            value=name,
            remedy=_("Accepted values: %(list)s") % {"list": listed(KINDS)},
        )
    return KINDS[name]
