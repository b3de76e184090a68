"""The form by which a need is recorded. It carries an id of its own, so that sending it twice records one need."""

import datetime as dt
import re
import uuid
from collections.abc import Collection
from typing import Any

from django import forms
from django.contrib.gis.geos import Point
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from geodata.accounts.models import User
from geodata.base import periods
from geodata.base.errors import BadInput, DomainError, NotFound, join
from geodata.base.scope import Right, Scope
from geodata.base.wording import listed
from geodata.contacts.candidates import known_in
from geodata.needs.recording import NeedReport
from geodata.needs.settings_models import NeedCategory
from geodata.needs.words import Kind, Level, Part, Source, Urgency
from geodata.people.models import Household
from gridmap.pages.base.typed import INCOMPLETE, Form
from gridmap.pages.needs import fields
from gridmap.pages.needs.place import Place

SOURCES = (Source.OFFICE, Source.PHONE, Source.MEETING, Source.HOTLINE)
"""What comes with a visit is recorded with the visit."""
WHERE = _("Longitude and latitude in WGS 84, as in 112.512345 27.912345.")
BETWEEN = re.compile(r"[\s,，、;；]+")
ABOVE = {2: Part.TOWNSHIP, 3: Part.COUNTY}


class NeedForm(Form):
    """With what this place and this reader need: a point in a village, a level above it, what settled it on the spot."""

    left_to_verb = frozenset(("title", "text", "settled", "parties"))

    client_id = forms.UUIDField(
        widget=forms.HiddenInput, error_messages=dict.fromkeys(("invalid", "required"), INCOMPLETE)
    )
    kind = fields.choice(_("Kind"), Kind.choices, required=True)
    category = forms.ChoiceField(label=_("Need category"))
    urgency = fields.choice(_("Urgency"), Urgency.choices, required=True, initial=Urgency.ORDINARY)
    text = fields.text(_("What is needed"), 1000)
    title = fields.line(_("In a few words"), 60)
    point = forms.RegexField(
        r"^\s*-?[0-9]{1,3}(\.[0-9]+)?[\s,，]+-?[0-9]{1,2}(\.[0-9]+)?\s*\Z",
        label=_("Point"),
        max_length=60,
        required=False,
        error_messages={"invalid": WHERE},
    )
    raised_on = fields.past_day(_("Raised on"))
    source = fields.choice(
        _("How it came"), [(one.value, one.label) for one in SOURCES], required=True, initial=Source.OFFICE
    )
    source_number = fields.line(_("Number at the hotline"), 40)
    level = fields.choice(_("Begins with"), [], initial="")
    others = fields.line(_("Other households that it concerns"), 400)
    settled = fields.text(_("Settled at once: what was done"), 1000)
    parties = fields.text(_("Parties of the dispute"), 500)
    sensitive = forms.BooleanField(label=_("It is about a cadre or a contact member"), required=False)
    whom = forms.TypedMultipleChoiceField(
        label=_("Whom it is about"), coerce=int, widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, data: Any, *, place: Place, parts: Collection[Part], by: User, today: dt.date) -> None:
        super().__init__(data, initial={"client_id": uuid.uuid4()})
        self.place = place
        rows = NeedCategory.objects.filter(periods.covers(today))
        self.offer_choices("category", [("", "–"), *((row.code, str(row)) for row in rows)])
        known = [one for one in known_in(place.village, on=today, above=True) if one.pk != by.pk]
        self.offer_choices("whom", [(one.pk, one.name) for one in known])
        self._leave_out(frozenset(parts))

    def _leave_out(self, parts: frozenset[Part]) -> None:
        own = max((level for level, part in ABOVE.items() if part in parts), default=1)
        if own == 1:
            del self.fields["level"]
        else:
            self.offer_choices("level", [("", Level(1).label), *Level.choices[1:own]])
        if not parts & {Part.OWN, Part.LINE}:
            # Only whoever is near settles it on the spot.
            del self.fields["settled"]
        if self.place.home is not None:
            del self.fields["point"]
        elif self.place.asks_point:
            self.fields["point"].required = True

    @property
    def about_dispute(self) -> bool:
        return bool(self["parties"].errors or self["parties"].value())

    @property
    def about_somebody(self) -> bool:
        return bool(self["sensitive"].value() or self["whom"].errors or self["whom"].value())

    def report(self, *, scope: Scope) -> NeedReport:
        """Raises BadInput for other households that are not found."""
        said = self.cleaned_data
        home, level = self.place.home, said.get("level")
        return NeedReport(
            client_id=said["client_id"],
            kind=said["kind"],
            category=said["category"],
            raised_on=said["raised_on"] or periods.today(),
            household=home.token if home else "",
            area=self.place.area.code if self.place.area else "",
            point=_point(said.get("point", "")),
            urgency=int(said["urgency"]),
            title=said["title"],
            text=said["text"],
            source=said["source"],
            source_number=said["source_number"],
            sensitive=said["sensitive"],
            named=said["whom"],
            level=int(level) if level else None,
            settled=said.get("settled", ""),
            others=self._others(said["others"], scope),
            parties=said["parties"],
        )

    def _others(self, typed: str, scope: Scope) -> list[str]:
        """Tokens of households of the village, by their numbers."""
        numbers = list(dict.fromkeys(filter(None, BETWEEN.split(typed))))
        seen = Household.objects.within(scope.to(Right.HOUSEHOLDS)).filter(village=self.place.village)
        tokens = dict(seen.filter(number__in=numbers).values_list("number", "token"))
        if missing := [number for number in numbers if number not in tokens]:
            raise BadInput(
                _("Not found in this village: %(numbers)s.") % {"numbers": listed(missing)},
                field="others",
                remedy=str(_("Give the numbers of households, separated by commas.")),
            )
        return [tokens[number] for number in numbers]

    def refuse(self, error: DomainError) -> None:
        """Say it beside its field. An id that is taken is replaced, so that sending once more records a need anew."""
        if error.field == "client_id" and isinstance(self.data, QueryDict):
            renewed = self.data.copy()
            renewed["client_id"] = str(uuid.uuid4())
            self.data = renewed
        name = "whom" if error.field == "named" else error.field
        known = name in self.fields and name != "client_id"
        if isinstance(error, NotFound) and not known:
            raise error
        self.add_error(name if known else None, join([error.message, error.remedy]).strip())


def _point(typed: str) -> Point | None:
    if not typed:
        return None
    lon, lat = (float(part) for part in typed.replace(",", " ").replace("，", " ").split())
    return Point(lon, lat, srid=4326)
