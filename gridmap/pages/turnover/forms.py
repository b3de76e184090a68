"""The form of a turnover: for each post whether it stays, ends or changes hands; for each member whether he or she stays."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geodata.base import phones
from geodata.territory.models import Area
from geodata.turnover.asked import NEAREST, NOBODY, Fill, Leave, Turnover
from gridmap.pages.base.typed import Form
from gridmap.pages.posts.posts import DayField
from gridmap.pages.turnover.rows import MemberRow, PostRow

STAYS, ENDS, CHANGES = "", "end", "new"
TYPED = {"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false", "list": "accounts"}


class TurnoverForm(Form):
    """Fields are named by the rows' keys: `do-p12`, `who-p12`, `name-p12`, `phone-p12`, and `m7` of a member."""

    day = DayField(label=gettext_lazy("First day of the new holders"))

    def __init__(
        self, posts: Sequence[PostRow], members: Sequence[MemberRow], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.posts, self.members = posts, members
        for row in posts:
            self._of_post(row)
        takers = [(str(row.member.pk), str(row.member)) for row in members]
        for member in members:
            self._of_member(member, takers)

    def _of_post(self, row: PostRow) -> None:
        label = f"{row.label} {row.area.name}"
        stays = _("Stays") if row.post else _("Stays vacant")
        ends = [(ENDS, _("Ends, vacant"))] if row.post else []
        changes = (CHANGES, _("Changes hands") if row.post else _("Is filled"))
        self.fields |= {
            f"do-{row.key}": forms.ChoiceField(
                label=label, required=False, choices=[(STAYS, stays), *ends, changes]
            ),
            f"who-{row.key}": forms.CharField(
                label=gettext_lazy("Login name"),
                required=False,
                max_length=40,
                widget=forms.TextInput(attrs=TYPED),
            ),
            f"name-{row.key}": forms.CharField(
                label=gettext_lazy("Or the name of somebody new"), required=False, max_length=60
            ),
            f"phone-{row.key}": forms.CharField(
                label=gettext_lazy("Phone"),
                required=False,
                max_length=40,
                widget=forms.TextInput(attrs={"inputmode": "tel"}),
            ),
        }
        row.fields = {part: self[f"{part}-{row.key}"] for part in ("do", "who", "name", "phone")}

    def _of_member(self, row: MemberRow, takers: list[tuple[str, str]]) -> None:
        others = [taker for taker in takers if taker[0] != str(row.member.pk)]
        choices = [
            (STAYS, _("Stays")),
            (NEAREST, _("Leaves; each household to the nearest with room")),
            (NOBODY, _("Leaves; households to nobody yet")),
            *((key, _("Leaves; households to %(name)s") % {"name": name}) for key, name in others),
        ]
        self.fields[row.key] = forms.ChoiceField(label=str(row.member), required=False, choices=choices)
        row.field = self[row.key]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for row in self.posts:
            if values.get(f"do-{row.key}") != CHANGES:
                continue
            who, name = values.get(f"who-{row.key}"), values.get(f"name-{row.key}")
            if not who and not name:
                self.add_error(f"who-{row.key}", _("Enter the login name, or the name of somebody new."))
            if phones.numbers(values.get(f"phone-{row.key}") or "") is None:
                self.add_error(
                    f"phone-{row.key}", _("A phone number may contain only digits, spaces and dashes.")
                )
        return values

    def asked(self, village: Area) -> Turnover:
        """What was filled in, as the verb takes it."""
        told = self.cleaned_data
        doing = [(row, told.get(f"do-{row.key}")) for row in self.posts]
        return Turnover(
            village=village,
            on=told["day"],
            ends=tuple(row.post.pk for row, do in doing if do and row.post),
            fills=tuple(self._fill(row) for row, do in doing if do == CHANGES),
            leaves=tuple(Leave(row.member.pk, told[row.key]) for row in self.members if told.get(row.key)),
        )

    def _fill(self, row: PostRow) -> Fill:
        told = self.cleaned_data
        numbers = phones.numbers(told[f"phone-{row.key}"])
        return Fill(
            kind=row.kind,
            area=row.area.code,
            username=told[f"who-{row.key}"],
            name=told[f"name-{row.key}"],
            phone=numbers[0] if numbers else "",
        )
