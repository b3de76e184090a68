"""What the boundary editor says, in the reader's language: {places} are filled in the browser, with textContent."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

WORDS: dict[str, Promise | str] = {
    "closer": _("Zoom in"),
    "farther": _("Zoom out"),
    "area": _("{mu} mu ({m2} m²)"),
    "metres": _("{m} m"),
    "measured": _("{area}, perimeter {around}"),
    "households": _("{n} households"),
    "newGrid": _("new grid {n}"),
    "nobodys": _("unassigned land"),
    "inPieces": _("may lie in {n} pieces"),
    "nobodyMoves": _("No household changes its grid."),
    "locked": _("locked"),
    "lock": _("Lock {grid}"),
    "nameOf": _("Name of {grid}"),
    "codeOf": _("Code of {grid}"),
    "nextCode": _("Next free code"),
    "badCode": _(
        "The code of a grid is {village} and three more digits; left empty, it is the next free one."
    ),
    "mergeWith": _("Merge {grid} with"),
    "merge": _("Merge with …"),
    "unite": _("Merge"),
    "show": _("Show"),
    "choose": _("Select"),
    "removeBorder": _("Remove (merge)"),
    "between": _("{one} | {other}"),
    "noBorders": _("There is no border inside the village: draw one to split it."),
    "above": _("Above target"),
    "below": _("Below target"),
    "aboveTold": _("{grid}: {n} households, above the target"),
    "withinTold": _("{grid}: {n} households, within the target"),
    "belowTold": _("{grid}: {n} households, below the target"),
    "hadBefore": _("; {n} before the plan"),
    "nowHas": _("{grid}: {before} → {after} households."),
    "halving": _("Looking for the border that halves the grid…"),
    "halvesTold": _(
        "{grid} becomes two grids, of {one} and {other} households; contacts across a border: {before} before,"
        " {after} after."
    ),
    "halved": _("Grid split in two"),
    "new": pgettext_lazy("grid", "New"),
    "ends": _("Ends"),
    "movedHouseholds": _("Households that move"),
    "ofAll": _("{n} of {all}"),
    "crossingContacts": _("Contacts across a border"),
    "newlyCrossing": _("New across a border"),
    "ofMembers": _("{n}, of {members} members"),
    "specialHouseholds": _("Special households"),
    "target": _("Target of households per grid"),
    "leads": _("{name} ({grid}) will then lead: {leads}"),
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
    "lassoMoved": _("Households moved; the border follows"),
    "closedSlivers": _("Strips closed"),
    "sliversClosed": _("{n} strips were given to a neighbour."),
    "reloaded": _("Reloaded"),
    "undone": _("Undone: {what}"),
    "redone": _("Redone: {what}"),
    "nothingToUndo": _("There is nothing to undo."),
    "nothingToRedo": _("There is nothing to redo."),
    "endStays": _("A vertex where borders meet cannot be removed."),
    # Where the draft is.
    "unsaved": _("Not yet saved"),
    "saving": _("Saving…"),
    "saved": _("Saved at {time}"),
    "notSaved": _("Not saved"),
    "notLoaded": _("The drawing could not be loaded."),
    "noAnswer": _(
        "The service is not responding. What you draw stays in this browser and is saved once it responds."
    ),
    "serviceFailed": _(
        "The service failed ({status}). What you draw stays in this browser and is saved once it works again."
    ),
    "refused": _("The service refused this ({status})."),
    "noDraft": _("This plan is no longer a draft: it has been submitted or withdrawn in the meantime."),
    "theirs": _("{who} has saved this draft in the meantime: this is the drawing now. Undo shows yours."),
    "broughtBack": _("Unsaved work restored"),
    "copyOf": _("Copy of {name}"),
    # Without a mouse.
    "how-move": _("Drag a vertex of a border, or pick it up with Enter. Click a border to select it."),
    "how-border": _(
        "Drag a whole border, or pick it up with Enter; its ends stay on the lines that they meet."
    ),
    "how-draw": _(
        "Draw a line from border to border: click or press Enter to set a point; set the last point"
        " twice to finish."
    ),
    "how-lasso": _(
        "Draw around households: click or press Enter to set a point; set the last point twice to finish."
    ),
    "how-measure": _("Draw a line to measure it."),
    "how-land": _("Draw around land to measure its area."),
    "heldVertex": _(
        "Vertex picked up: arrow keys move it, Enter puts it down, Escape puts it back, n and p go to"
        " the next and the last."
    ),
    "heldBorder": _("Border picked up: arrow keys move it, Enter puts it down, Escape puts it back."),
    "chosenBorder": _("Border selected: n picks up its first vertex, i adds one here."),
    "lockedBorder": _("A locked grid lies next to this border, so it cannot be moved."),
    "nothingHere": _("There is no border here."),
    "noBorder": _("Select a border first."),
    "pointSet": _("Point set"),
    "pointOnBorder": _("Point set on a border"),
    "givenUp": _("Cancelled"),
    "crossIn": _("In {grid}"),
    "crossOutside": _("Outside the village"),
    # Files, lasso and proposals.
    "reading": _("Reading the file…"),
    "brought": _("Grids drawn differently: {changed}, new: {new}, left out: {gone}."),
    "lassoed": _("{n} households, {special} of them special"),
    "lassoedAll": _("{n} households"),
    "lassoEmpty": _("No households inside."),
    "proposing": _("Preparing the proposal…"),
    "progress": _("Preparing the proposal: {percent}%"),
    "proposed": _("The proposal is in the draft. Undo restores the former drawing."),
    "proposalPrice": _("Contacts across a border: {before} before, {after} after, {newly} of them new."),
    "freshPrice": _("Dividing from scratch into as many grids would put {fresh} across."),
    "fewMoves": _("Few moves"),
    "evenLoads": _("More even"),
    "alongWays": _("Along roads and rivers"),
    "fromScratch": _("From scratch"),
    "largestLoad": _("Largest grid"),
    "balance": _("Largest over the mean"),
    "compactness": _("Compactness"),
    "drawingOf": _("Drawing: {name}"),
    "takeProposal": _("Take this one"),
    "chooseOne": _("Take the one that fits; then go on drawing."),
    "proposalFailed": _("No proposal could be made."),
}
