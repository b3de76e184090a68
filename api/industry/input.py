"""What is told of industry: one more row of each kind, and a change of one."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.base.fields import LARGEST_ID, TOKEN, CodeField, DayField, TextField, WholeField
from api.base.serializers import Body, Query
from geodata.industry.words import Group, OfferKind, Topic

MOST = 32_767


class IndustryQuery(Query):
    limit = WholeField(least=1, most=500, default=100, help_text=_("Rows at most."))


class IndustrySumsQuery(Query):
    area = CodeField(required=False, help_text=_("Only of this area and below."))
    first = DayField(required=False, help_text=_("On this day or later; a year ago if left out."))
    last = DayField(required=False, help_text=_("On this day or earlier; today if left out."))


class CooperativeIn(Body):
    name = TextField(max_length=60)
    village = CodeField()
    product = TextField(max_length=60)


class EnterpriseIn(Body):
    name = TextField(max_length=60)
    area = CodeField(help_text=_("Where it is seated."))
    business = TextField(max_length=60)


class SpecialistIn(Body):
    name = TextField(max_length=60)
    unit = TextField(max_length=60)
    field = TextField(max_length=60)
    area = CodeField(help_text=_("Where he or she serves."))


class GuidanceIn(Body):
    specialist = WholeField(least=1, most=LARGEST_ID)
    village = CodeField()
    day = DayField()
    topic = serializers.ChoiceField(Topic.choices)
    persons = WholeField(least=0, most=MOST, help_text=_("How many came."))


class SaleIn(Body):
    village = CodeField()
    day = DayField()
    product = TextField(max_length=60)
    kg = serializers.DecimalField(max_digits=10, decimal_places=1)
    yuan = serializers.DecimalField(max_digits=12, decimal_places=2)
    enterprise = WholeField(least=1, most=LARGEST_ID, required=False, help_text=_("Who bought it."))
    cooperative = WholeField(least=1, most=LARGEST_ID, required=False, help_text=_("Who sold it."))


class IndustryOfferIn(Body):
    kind = serializers.ChoiceField(OfferKind.choices)
    title = TextField(max_length=60)
    provider = TextField(max_length=60)
    area = CodeField()
    until = DayField()
    places = WholeField(least=1, most=MOST, required=False)
    text = TextField(max_length=300, required=False, allow_blank=True)


class IncomeIn(Body):
    village = CodeField()
    year = WholeField(least=2000, most=2100)
    group = serializers.ChoiceField(Group.choices)
    households = WholeField(least=1, most=MOST, help_text=_("How many were asked: five or more."))
    mean = serializers.DecimalField(max_digits=9, decimal_places=0, help_text=_("Yuan a person."))


class CooperativeMoveIn(Body):
    move = serializers.ChoiceField(("join", "leave", "end"))
    household = serializers.RegexField(TOKEN, required=False, help_text=_("Of joining: its token."))
    membership = WholeField(least=1, most=LARGEST_ID, required=False, help_text=_("Of leaving."))


class EnterpriseMoveIn(Body):
    move = serializers.ChoiceField(("pair", "part", "end"))
    village = CodeField(required=False, help_text=_("Of pairing."))
    liaison = TextField(
        max_length=30, required=False, allow_blank=True, help_text=_("Of pairing: who speaks for it.")
    )
    pair = WholeField(least=1, most=LARGEST_ID, required=False, help_text=_("Of parting."))


class SpecialistMoveIn(Body):
    move = serializers.ChoiceField(("end",))


class RecordMoveIn(Body):
    move = serializers.ChoiceField(("take_back",))
