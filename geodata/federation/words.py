"""How it can go to fetch what a child publishes."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Outcome(TextChoices):
    """Each but the first is why nothing new was taken."""

    TAKEN = "taken", _("Fetched and checked.")
    UNREACHABLE = "unreachable", _("The server did not answer in time.")
    NOT_LET_IN = "not_let_in", _("The server refused the token.")
    NOT_PUBLISHED = "not_published", _("Nothing is published there.")
    TOO_LARGE = "too_large", _("The response is larger than allowed.")
    UNREADABLE = "unreadable", _("The response cannot be read.")
    FORGED = "forged", _("The signature is not from this county's key.")
    ELSEWHERE = "elsewhere", _("The figures are of another area.")
    TO_COME = "to_come", _("The figures are of a day that is not over.")
    NOT_A_SUM = "not_a_sum", _("The parts add up to more than the whole.")
    CHANGED = "changed", _("Figures of a day that were fetched before have changed.")


SHOWN = {
    "households": pgettext_lazy("register", "Households"),
    "unlinked": _("Without a contact member"),
    "no_point": _("Without a point"),
    "leader_posts_vacant": _("Vacant leader posts"),
    "special": _("Special households"),
    "unvisited": _("Not visited within the interval"),
    "special_overdue": _("Special households overdue"),
}
"""What the page has columns for, where somebody told it."""
