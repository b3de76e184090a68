"""The register: changes of households and who lives in them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from geodata.base.figures import Figure, midnight, within
from geodata.base.manifest import Concept, Held, Kept, MenuEntry, later
from geodata.base.menu import REGISTER
from geodata.base.scope import Right
from geodata.register.alike import POSSIBLE


class Action(TextChoices):
    """What the record of access says that somebody did."""

    REGISTER_CHANGED = "register_changed", _("proposed or decided a change of the register")
    TOLD_APART = "told_apart", _("said whether two households are the same")


class NoticeKind(TextChoices):
    """What people are told of."""

    CHANGE_PROPOSED = "change_proposed", _("Changes of the register wait for your decision.")
    CHANGE_CONFIRMED = "change_confirmed", _("The office confirmed your change of the register.")
    CHANGE_UNDONE = "change_undone", _("The office undid your change of the register.")
    CHANGE_REFUSED = "change_refused", _("The office refused your change of the register.")


WAITING = f"""household_id IN (
    SELECT r.household_id FROM geodata_registerchange r
    WHERE {within("r.village_id")} AND r.household_id IS NOT NULL AND r.proposed_at < {midnight("%(on)s::date - 7")}
      AND (r.decided_at IS NULL OR r.decided_at >= {midnight("%(on)s::date + 1")}))"""  # noqa: S608
"""On that day a change of the household had waited for more than a week, whatever has become of it since."""


CONCEPT = Concept(
    name="register",
    after=("jobs", "audit", "people", "contacts", "cards", "pairing", "policies", "entitlements", "visits"),
    models=("models", "duplicates"),
    held=(
        Held("geodata.register.duplicates.ToldApart", ("household", "other")),
        Held(
            "geodata.register.duplicates.PossibleDuplicate",
            ("household", "other"),
            left_out=_("derived from names, phones, places and addresses, and names another household"),
        ),
        Held(
            "geodata.register.models.RegisterChange",
            ("household", "households__contains"),
            without=("households",),
            words={
                "kind": later("geodata.register.wording.kind_of_change"),
                "payload": later("geodata.register.wording.what_changes"),
            },
        ),
        Held(
            "geodata.register.models.RegisterStep",
            ("change__household", "change__households__contains"),
            words={"change": later("geodata.register.wording.change_of_step")},
        ),
        Held(
            "geodata.register.models.RegisterEffect",
            ("change__household", "change__households__contains"),
            left_out=_(
                "what stood there before a change, kept to undo it; it is told among the former values"
            ),
        ),
    ),
    rights={
        Right.REGISTER: _("propose changes of the register"),
        Right.CONFIRM: _("decide about changes of the register"),
    },
    menu=(
        MenuEntry(
            "register",
            _("Changes to confirm"),
            22,
            (Right.CONFIRM,),
            group=REGISTER,
            about=_("Changes of households that are proposed: confirm or refuse them."),
        ),
        MenuEntry(
            "duplicates",
            _("Possible duplicates"),
            23,
            (Right.LINK,),
            group=REGISTER,
            about=_("Households that may have been entered twice, side by side."),
        ),
        MenuEntry(
            "register_month",
            _("Register of the month"),
            24,
            (Right.LINK,),
            group=REGISTER,
            about=_("How many households came and went in a month, and why."),
        ),
    ),
    actions=Action,
    by_themselves=(
        "api:register_changes",
        "api:confirm_changes",
        "api:register_moves",
        "api:tell_apart",
        "change_household",
        "decide_changes",
        "decide_duplicate",
        "move_change",
        "new_household",
        "register_month_xlsx",
    ),
    figures=(
        Figure(
            name="change_waiting",
            label=_("Change not decided for a week"),
            condition=WAITING,
            place=160,
            gap="change_waiting",
            breaks="1,2,5,10",
            right=Right.REGISTER,
            help=_(
                "Households of which somebody proposed a change that had not been decided for more than a week on that day. "
                "Confirm or refuse it under “Changes to confirm”."
            ),
        ),
        Figure(
            name="possible_duplicate",
            label=_("Possibly entered twice"),
            condition=POSSIBLE,
            place=190,
            gap="possible_duplicate",
            breaks="1,2,5,10",
            right=Right.REGISTER,
            help=_(
                "Households that may be one: of the same village, with a name that sounds alike, and the same phone, the same "
                "address or points 30 m apart at most. Compare them side by side under “Possible duplicates”. On a past day: "
                "who was here then, by the names, phones and points that are recorded now."
            ),
        ),
    ),
    notices=NoticeKind,
    asking={NoticeKind.CHANGE_PROPOSED: later("geodata.register.notices.waiting")},
    naming={
        NoticeKind.CHANGE_PROPOSED: later("geodata.register.notices.numbers"),
        **dict.fromkeys(
            (NoticeKind.CHANGE_CONFIRMED, NoticeKind.CHANGE_UNDONE, NoticeKind.CHANGE_REFUSED),
            later("geodata.register.notices.named"),
        ),
    },
    kept=(
        Kept(
            "refused_changes",
            _("what refused and withdrawn changes of the register said"),
            later("geodata.register.retention.refused"),
            "KEEP_REFUSED_CHANGES_DAYS",
            90,
        ),
    ),
    waiting=later("geodata.register.today.at_households"),
    left=later("geodata.register.retention.households_left"),
    shown={
        "gridmap.register_villages": later("geodata.register.shown.villages"),
        "gridmap.register_grids": later("geodata.register.shown.grids"),
        "gridmap.register_households": later("geodata.register.shown.households"),
    },
)
