"""What is sent with a file, and about its columns and questions."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.base.fields import DayField, NameField, WholeField
from api.base.serializers import Body, Query
from geodata.files.dbf import ENCODINGS
from geodata.imports.kinds.registry import KINDS

LISTS = {
    "new": "created",
    "changed": "altered",
    "gone": "gone",
    "problems": "problems",
    "remarks": "remarks",
    "left_out": "left_out",
}
"""The lists of an import, and where its report has them."""


class UploadQuery(Query):
    kind = NameField(KINDS, help_text=_("What the rows are."))
    name = serializers.CharField(
        max_length=200, help_text=_("The name of the file; its extension tells the format.")
    )
    layer = serializers.CharField(
        max_length=100, required=False, help_text=_("The sheet or layer, where there are several.")
    )
    encoding = serializers.ChoiceField(
        list(ENCODINGS),
        required=False,
        help_text=_("Text encoding of a Shapefile, where its .cpg is in doubt."),
    )


class ImportsQuery(Query):
    limit = WholeField(least=1, most=100, required=False, help_text=_("Imports per response."))
    start = WholeField(least=0, most=100_000, required=False, help_text=_("Skip this many of the latest."))


class RowsQuery(Query):
    list = serializers.ChoiceField(list(LISTS), help_text=_("Which of the lists."))
    limit = WholeField(least=1, most=1000, required=False, help_text=_("Rows per response."))
    start = WholeField(least=0, most=1_000_000, required=False, help_text=_("Skip this many of the first."))


class MappingIn(Body):
    mapping = serializers.DictField(
        child=serializers.CharField(max_length=40, allow_blank=True),
        help_text=_("Heading of the file to field; headings left out are not used."),
    )
    datum = serializers.CharField(
        max_length=20,
        default="",
        allow_blank=True,
        help_text=_("wgs84, cgcs2000, gcj02, bd09, or EPSG:4546 and the like; empty without coordinates."),
    )
    village = serializers.RegexField(r"^[0-9]{12}$", required=False, help_text=_("The village of all rows."))
    above = serializers.RegexField(
        r"^[0-9]{2,15}$", required=False, help_text=_("The area that all areas of the file lie in.")
    )
    only = serializers.ChoiceField(
        ["point", "polygon"], required=False, help_text=_("Take only features of this geometry.")
    )
    since = DayField(
        required=False,
        help_text=_("The day since which new households are on record; that of the import if left out."),
    )
    close_strips = serializers.FloatField(
        required=False,
        min_value=0,
        max_value=5,
        help_text=_(
            "Let grids take over strips up to this many metres wide between them and their village's outline."
        ),
    )


class CheckIn(Body):
    answers = serializers.DictField(
        child=serializers.RegexField(r"^[a-z]{1,20}$"),
        required=False,
        help_text=_(
            "Decisions by the key of the question, or by key and line: {“same”: “other”, “same.12”: “same”}."
        ),
    )
    leave_out = serializers.BooleanField(required=False, help_text=_("Skip rows with problems."))
