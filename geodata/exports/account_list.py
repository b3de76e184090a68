"""The list of accounts as a spreadsheet: who has signed in and when, who may, and whose link waits or has expired."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from geodata.accounts.models import User
from geodata.base import wording
from geodata.base.extracts import Column, Kind
from geodata.base.scope import Scope
from geodata.base.wording import listed
from geodata.contacts.account_states import AccountQuery, state_of
from geodata.jobs import at_once

CHUNK = 2000
COLUMNS = (
    Column(pgettext_lazy("of a person", "Name"), 14, _("The person's name.")),
    Column(_("Login name"), 20, _("By which the account signs in.")),
    Column(_("Current posts"), 30, _("Posts of today, each with its area.")),
    Column(_("State"), 14, _("Whether the account may sign in, or what it waits for.")),
    Column(_("Last signed in"), 16, _("Empty where nobody has signed in yet."), Kind.MOMENT),
    Column(_("Link issued at"), 16, _("Of a link that has not been used."), Kind.MOMENT),
    Column(_("Link valid until"), 16, _("After that a new one has to be issued."), Kind.MOMENT),
)  # fmt: skip


@dataclass(frozen=True)
class AccountReport:
    """The accounts that a list finds, in its order. Nothing of a link but its days: what it says is known to nobody."""

    query: AccountQuery
    scope: Scope
    by: str
    at: dt.datetime

    @property
    def title(self) -> str:
        return gettext("Accounts")

    @property
    def file_name(self) -> str:
        return f"{self.title}_{self.query.area}_{self.at.date()}.xlsx".replace("__", "_")

    @property
    def as_of(self) -> str:
        return gettext("As of %(day)s") % {"day": wording.day(self.at.date())}

    @property
    def columns(self) -> tuple[Column, ...]:
        return COLUMNS

    def count(self, *, most: int | None = None) -> int:
        found = self.query.accounts(self.scope, on=self.at.date(), at=self.at).prefetch_related(None)
        return at_once.counted(found, most=most)

    def rows(self) -> Iterator[list[str]]:
        """Two queries for every CHUNK."""
        for user in self.query.accounts(self.scope, on=self.at.date(), at=self.at).iterator(CHUNK):
            yield self._texts(user)

    def _texts(self, user: User) -> list[str]:
        posts = user.present_posts  # type: ignore[attr-defined]
        state, link = state_of(user, at=self.at), getattr(user, "link", None)
        return [
            user.name,
            user.username,
            listed(
                f"{post.get_kind_display()} {post.area.name if post.area else ''}".strip() for post in posts
            ),
            str(state.label),
            _moment(user.last_login),
            _moment(link.issued_at if link else None),
            _moment(link.until if link else None),
        ]

    def definitions(self) -> list[tuple[str, str]]:
        """What was asked, and what each column means."""
        first = [
            (gettext("Prepared by"), self.by),
            (gettext("Prepared at"), f"{self.at:%Y-%m-%d %H:%M}"),
            *self.query.as_arguments().items(),
        ]
        return first + [(str(column.heading), str(column.meaning)) for column in COLUMNS]


def _moment(at: dt.datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""
