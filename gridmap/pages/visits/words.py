"""What the scripts of today's page and of the entry from paper say, in the reader's language: {places} are filled in the browser."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from geodata.campaigns.words import How, Result
from geodata.display.colours import TONES
from geodata.needs.words import Answer
from geodata.visits.models import Visit

TODAY: dict[str, Promise | str] = {
    "group_urgent": _("Special and overdue"),
    "group_due": _("Visit due"),
    "group_rest": _("Not due yet"),
    "group_near": _("The nearest first"),
    "group_walk": _("Suggested order for today"),
    "group_done": _("Recorded today"),
    "walk_told": _("{count} households, about {far} in straight lines"),
    "walk_none": _("No visit is due today."),
    "week_left": _("Left this week: {count}"),
    "week_done": _("This week’s visits are done"),
    "week_none": _("No visit falls due this week"),
    "week_urgent": _("Go first: {count} special and overdue"),
    "week_what": _("Met since Monday, of those due by Sunday"),
    "week_ring": _("This week: {met} of {due} households met"),
    "far_m": _("{n} m"),
    "far_km": _("{n} km"),
    "waits": _("Waiting to be sent"),
    "for_village": _("Waiting for the village"),
    "waiting": _("Waiting to be sent: {count}"),
    "others": _(
        "Entries of another account are waiting on this phone: {count}. "
        "They are sent when that person signs in here."
    ),
    "takeback": _("Withdraw"),
    "drop": _("Discard them"),
    "sure": _("Discard what was never sent?"),
    "signin": _("Sign in to send"),
    "nobody": _("None of your households match."),
    "none": _("There are no households on this phone."),
    "saved": _("Saved: {name}"),
    "undone": _("Undone."),
    "refused": _("The service did not accept this."),
    "anew": _("Send as a separate visit"),
    "astoday": _("Send as a visit of today"),
    "open": _("Open the household"),
    "tryagain": _("Try again"),
    "closed": _(
        "This account is closed: its households have been removed from this phone. "
        "What was not sent yet is passed to the village office."
    ),
    "closedchanges": _(
        "Proposed changes and needs stay on this phone, unsent: tell the village office what they say."
    ),
    "newhome": _("New household"),
    "change_proposed": _("{what}: proposed. It counts once the village has confirmed it."),
    "change_confirmed": _("{what}: in the register from now on."),
    **dict.fromkeys(
        ("change_refused", "change_withdrawn", "change_undone"),
        _("{what}: the village has decided about it; see the household’s page."),
    ),
    "change_reported": _("{what}: recorded as need {number}."),
    "change_answered": _("{what}: recorded."),
    "need": _("Need"),
    "anewneed": _("Send as a separate need"),
    "begun": _("It is no longer new: what was recorded stays."),
    "mistaken": _("Recorded by mistake."),
    "needs_waiting": _("Waiting for you"),
    "needs_ask": _("To be followed up"),
    "needs_open": _("Open needs"),
    "needs_late": pgettext_lazy("need", "late"),
    "needs_why": _("Why are they not satisfied?"),
    **{f"answer_{value}": label for value, label in Answer.choices},
    "door_ask": _("To ask at the door"),
    "answer_save": _("Save"),
    "call_how": pgettext_lazy("roll-call", "How"),
    "call_result": _("Result"),
    "call_wrong": pgettext_lazy("roll-call", "What is wrong"),
    "call_notso": _("Not so: {label}"),
    "call_text": pgettext_lazy("roll-call", "What is needed"),
    "call_save": _("Save the result"),
    "call_drill": pgettext_lazy("campaign", "drill"),
    "call_special": pgettext_lazy("household", "special"),
    **{f"call_how_{value}": label for value, label in How.choices},
    **{f"call_state_{value}": label for value, label in Result.choices},
    "yes": _("yes"),
    "no": _("no"),
    "sent": _("Sent from this phone in {days} days: {recorded} recorded."),
    "office": _("With the village office: {count}."),
    "unknown": _("Not received by the service: {count}. Tell the office."),
    "notaccepted": _("The office did not accept your visit of {day}: {reason}."),
    "discard": _("Discard"),
    "ahead": _("This phone’s clock is {minutes} minutes fast. Days are taken from the service."),
    "behind": _("This phone’s clock is {minutes} minutes slow. Days are taken from the service."),
    **{tone.name: tone.word for tone in TONES.values()},
    **{f"outcome_{value}": label for value, label in Visit.Outcome.choices},
}
PAPER: dict[str, Promise | str] = {
    "pick": _("Which one? Use the arrow keys and Enter."),
    "none": _("None of your households match."),
    **{f"mode_{value}": label for value, label in Visit.Mode.choices},
    **{f"outcome_{value}": label for value, label in Visit.Outcome.choices},
}
