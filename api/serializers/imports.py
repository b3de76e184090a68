"""Imports as the API tells and takes them."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.serializers.base import Body, Query
from api.serializers.fields import DayField, NextField, WholeField
from geodata.imports.kinds import KINDS
from geodata.imports.models import ImportRun

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
    kind = serializers.ChoiceField(list(KINDS), help_text=_("What the rows are."))
    name = serializers.CharField(
        max_length=200, help_text=_("The name of the file; its ending tells the format.")
    )
    layer = serializers.CharField(
        max_length=100, required=False, help_text=_("The sheet or layer, where there are several.")
    )


class ImportsQuery(Query):
    limit = WholeField(least=1, most=100, required=False, help_text=_("Imports in one answer."))
    start = WholeField(least=0, most=100_000, required=False, help_text=_("Leave out so many of the latest."))


class RowsQuery(Query):
    list = serializers.ChoiceField(list(LISTS), help_text=_("Which of the lists."))
    limit = WholeField(least=1, most=1000, required=False, help_text=_("Rows in one answer."))
    start = WholeField(
        least=0, most=1_000_000, required=False, help_text=_("Leave out so many of the first.")
    )


class MappingBody(Body):
    mapping = serializers.DictField(
        child=serializers.CharField(max_length=40, allow_blank=True),
        help_text=_("Heading of the file to field; what is left out is not used."),
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
        help_text=_("The day from which new households were known; that of the import if left out."),
    )


class CheckBody(Body):
    answers = serializers.DictField(
        child=serializers.RegexField(r"^[a-z]{1,20}$"),
        required=False,
        help_text=_(
            "Decisions by the key of the question, or by key and line: {“same”: “other”, “same.12”: “same”}."
        ),
    )
    leave_out = serializers.BooleanField(required=False, help_text=_("Leave rows with problems out."))


class CaseShape(serializers.Serializer[Any]):
    line = serializers.IntegerField()
    subject = serializers.CharField()
    value = serializers.CharField()
    beside = serializers.CharField()


class QuestionShape(serializers.Serializer[Any]):
    key = serializers.CharField()
    message = serializers.CharField()
    remedy = serializers.CharField()
    choices = serializers.DictField(child=serializers.CharField())
    each = serializers.BooleanField()
    answer = serializers.CharField()
    cases = CaseShape(many=True)


class ObstacleShape(serializers.Serializer[Any]):
    what = serializers.CharField(help_text=_("What kind of thing it is."))
    subject = serializers.CharField(help_text=_("Which one."))
    why = serializers.CharField(help_text=_("Changed since, or used by what."))


class ImportShape(serializers.ModelSerializer[ImportRun]):
    user = serializers.CharField(source="user.name")
    area = serializers.CharField(source="area.code")
    recognised = serializers.DictField(child=serializers.JSONField())
    mapping = serializers.DictField(child=serializers.CharField(allow_blank=True))
    options = serializers.DictField(child=serializers.JSONField())
    answers = serializers.DictField(child=serializers.CharField())
    counts = serializers.DictField(child=serializers.JSONField())

    class Meta:
        model = ImportRun
        fields = [
            "id", "kind", "state", "name", "rows", "user", "area", "recognised", "mapping", "datum", "options", "answers",
            "counts", "told", "job", "uploaded_at", "checked_at", "applied_at", "day", "undone_at",
        ]  # fmt: skip


class OneImportShape(ImportShape):
    questions = QuestionShape(many=True)
    obstacles = ObstacleShape(
        many=True,
        help_text=_(
            "What stood in the way when it was last to be taken back: at most 200, none where it was not."
        ),
    )

    class Meta(ImportShape.Meta):
        fields = [*ImportShape.Meta.fields, "questions", "obstacles"]


class ImportsShape(serializers.Serializer[Any]):
    results = ImportShape(many=True)
    next = NextField()


class RowsShape(serializers.Serializer[Any]):
    count = serializers.IntegerField()
    results = serializers.ListField(child=serializers.DictField(child=serializers.JSONField()))
