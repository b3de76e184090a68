"""All kinds of change, by name."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from geodata.base.errors import BadInput
from geodata.base.wording import listed
from geodata.register.kinds.care import CareAdded, CareEnded, CareVerified
from geodata.register.kinds.corrected import Corrected
from geodata.register.kinds.kind import Kind
from geodata.register.kinds.lived_in import CameBack, Dissolved, Empty, MovedOut, Seasonal
from geodata.register.kinds.merged import Merged
from geodata.register.kinds.moved import Moved
from geodata.register.kinds.moved_across import MovedAcross
from geodata.register.kinds.new import MovedIn, New
from geodata.register.kinds.new_head import NewHead
from geodata.register.kinds.residents import ResidentAdded, ResidentDied, ResidentLeft
from geodata.register.kinds.split import Split

KINDS: dict[str, Kind] = {
    kind.name: kind()
    for kind in (
        New, MovedIn, Corrected, NewHead, Moved, MovedAcross, MovedOut, Seasonal, Empty, CameBack, Split, Merged, Dissolved,
        CareAdded, CareVerified, CareEnded, ResidentAdded, ResidentLeft, ResidentDied,
    )
}  # fmt: skip


NAMES = tuple(KINDS)


def kind_of(name: str) -> Kind:
    """Raises BadInput for a name that is none."""
    if (kind := KINDS.get(name)) is None:
        raise BadInput(
            _("There is no such kind of change."),
            field="kind",
            value=name,
            remedy=_("Choose one of: %(names)s.") % {"names": listed(KINDS)},
        )
    return kind


def label_of(name: str) -> Promise | str:
    kind = KINDS.get(name)
    return kind.label if kind else name
