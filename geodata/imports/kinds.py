"""Every kind of rows that can be imported, by name."""

from django.utils.translation import gettext as _

from geodata.errors import NotFound
from geodata.imports.areas import Areas
from geodata.imports.care import Care
from geodata.imports.households import Households
from geodata.imports.kind import Kind
from geodata.imports.leaders import Leaders
from geodata.imports.links import Links
from geodata.imports.members import Members
from geodata.imports.visits import Visits
from geodata.wording import listed

KINDS: dict[str, Kind] = {
    kind.name: kind for kind in (Households(), Areas(), Members(), Links(), Leaders(), Visits(), Care())
}
"""In the order in which an office needs them."""


def kind_of(name: str) -> Kind:
    """The kind of that name. NotFound: there is none."""
    if name not in KINDS:
        raise NotFound(
            _("There is no such kind of import."),
            field="kind",
            value=name,
            remedy=_("Known are: %(list)s") % {"list": listed(KINDS)},
        )
    return KINDS[name]
