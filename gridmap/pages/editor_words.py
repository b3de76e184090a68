"""What the boundary editor says, in the reader's language: {places} are filled in the browser, with textContent."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

WORDS: dict[str, Promise | str] = {
    "closer": _("Closer"),
    "farther": _("Farther away"),
    "area": _("{mu} mu ({m2} m²)"),
    "metres": _("{m} m"),
    "measured": _("{area}, {around} around"),
    "households": _("{n} households"),
    "newGrid": _("new grid {n}"),
    "nobodys": _("nobody's land"),
    "inPieces": _("may lie in {n} pieces"),
    "nobodyMoves": _("No household changes its grid."),
    "locked": _("locked"),
    "lock": _("Lock {grid}"),
    "nameOf": _("Name of {grid}"),
    "codeOf": _("Code of {grid}"),
    "nextCode": _("next free code"),
    "badCode": _(
        "The code of a grid is {village} and three more digits; left empty, it is the next free one."
    ),
    "mergeWith": _("Merge {grid} with"),
    "merge": _("Merge with …"),
    "unite": _("Merge"),
    "show": _("Show"),
    "choose": _("Choose"),
    "removeBorder": _("Remove (merge)"),
    "between": _("{one} | {other}"),
    "noBorders": _("There is no border inside the village: draw one to split it."),
    "above": _("above target"),
    "below": _("below target"),
    "new": _("new"),
    "ends": _("ends"),
    "movedHouseholds": _("Households that move"),
    "ofAll": _("{n} of {all}"),
    "crossingContacts": _("Contacts across a border"),
    "newlyCrossing": _("Newly across a border"),
    "ofMembers": _("{n}, of {members} members"),
    "specialHouseholds": _("Special households"),
    "target": _("Target of households in a grid"),
    "leads": _("{name} ({grid}) then leads: {leads}"),
    "betweenItems": pgettext_lazy("list", ", "),
    "postEnds": _("{name} ({grid}): the post ends"),
    # What was done.
    "movedVertex": _("Vertex moved"),
    "movedBorder": _("Border moved"),
    "insertedVertex": _("Vertex added"),
    "removedVertex": _("Vertex removed"),
    "removedBorder": _("Border removed"),
    "drewLine": _("Line drawn"),
    "changedGrid": _("Grid changed"),
    "merged": _("Grids merged"),
    "lassoMoved": _("Households moved, the border follows"),
    "closedSlivers": _("Strips closed"),
    "sliversClosed": _("{n} strips went to a neighbour."),
    "reloaded": _("Loaded anew"),
    "undone": _("Undone: {what}"),
    "redone": _("Done again: {what}"),
    "nothingToUndo": _("There is nothing to undo."),
    "nothingToRedo": _("There is nothing to do again."),
    "endStays": _("Where borders meet, the vertex stays."),
    # Where the draft is.
    "unsaved": _("Not yet saved"),
    "saving": _("Saving …"),
    "saved": _("Saved at {time}"),
    "notSaved": _("Not saved"),
    "notLoaded": _("The drawing could not be loaded."),
    "noAnswer": _(
        "The service does not answer. What you draw stays in this browser and is saved once it answers."
    ),
    "serviceFailed": _(
        "The service failed ({status}). What you draw stays in this browser and is saved once it works."
    ),
    "refused": _("The service refused this ({status})."),
    "noDraft": _("This plan is no draft any more: it was handed in or withdrawn meanwhile."),
    "theirs": _("{who} has saved this draft meanwhile: this is the drawing now. Undo shows yours."),
    "broughtBack": _("Unsaved work brought back"),
    "copyOf": _("Copy of {name}"),
    # Without a mouse.
    "how-move": _("Drag a vertex of a border, or take it up with Enter. A click chooses a border."),
    "how-border": _(
        "Drag a whole border, or take it up with Enter; its ends stay on the lines that they meet."
    ),
    "how-draw": _(
        "Draw a line from border to border: a click or Enter sets a point, the last point twice ends it."
    ),
    "how-lasso": _("Draw around households: a click or Enter sets a point, the last point twice ends it."),
    "how-measure": _("Draw a line to measure it."),
    "how-land": _("Draw around land to measure it."),
    "heldVertex": _(
        "Vertex taken up: arrow keys move it, Enter puts it down, Escape puts it back, n and p go on."
    ),
    "heldBorder": _("Border taken up: arrow keys move it, Enter puts it down, Escape puts it back."),
    "chosenBorder": _("Border chosen: n takes up its first vertex, i adds one here."),
    "lockedBorder": _("A locked grid lies beside this border: it does not move."),
    "nothingHere": _("There is no border here."),
    "noBorder": _("Choose a border first."),
    "pointSet": _("Point set"),
    "pointOnBorder": _("Point set on a border"),
    "givenUp": _("Given up"),
    "crossIn": _("In {grid}"),
    "crossOutside": _("Outside the village"),
    # Files, lasso and proposals.
    "reading": _("The file is being read …"),
    "brought": _("Grids drawn otherwise: {changed}, new: {new}, left out: {gone}."),
    "lassoed": _("{n} households, {special} of them special"),
    "lassoedAll": _("{n} households"),
    "lassoEmpty": _("No household lies in there."),
    "proposing": _("The proposal is being worked out …"),
    "progress": _("The proposal is being worked out: {percent} %"),
    "proposed": _("The proposal is in the draft. Undo brings the former drawing back."),
    "proposalPrice": _("Contacts across a border: {before} before, {after} after, {newly} of them newly."),
    "proposalFailed": _("No proposal could be made."),
}


def words() -> dict[str, str]:
    """In the language of the request."""
    return {name: str(text) for name, text in WORDS.items()}
