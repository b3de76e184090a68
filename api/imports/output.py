"""An import, its rows and what stands in its way, as they are answered."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.base.fields import NextField
from geodata.imports.models import ImportRun


class CaseOut(serializers.Serializer[Any]):
    line = serializers.IntegerField()
    subject = serializers.CharField()
    value = serializers.CharField()
    beside = serializers.CharField()


class QuestionOut(serializers.Serializer[Any]):
    key = serializers.CharField()
    message = serializers.CharField()
    remedy = serializers.CharField()
    choices = serializers.DictField(child=serializers.CharField())
    each = serializers.BooleanField()
    answer = serializers.CharField()
    cases = CaseOut(many=True)


class ObstacleOut(serializers.Serializer[Any]):
    what = serializers.CharField(help_text=_("What kind of thing it is."))
    subject = serializers.CharField(help_text=_("Which one."))
    why = serializers.CharField(help_text=_("Changed since, or used by what."))


class ImportOut(serializers.ModelSerializer[ImportRun]):
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


class OneImportOut(ImportOut):
    questions = QuestionOut(many=True)
    obstacles = ObstacleOut(
        many=True,
        help_text=_(
            "What was in the way when it was last to be undone: at most 200, none where nothing was."
        ),
    )

    class Meta(ImportOut.Meta):
        fields = [*ImportOut.Meta.fields, "questions", "obstacles"]


class ImportsOut(serializers.Serializer[Any]):
    results = ImportOut(many=True)
    next = NextField()


class RowsOut(serializers.Serializer[Any]):
    count = serializers.IntegerField()
    results = serializers.ListField(child=serializers.DictField(child=serializers.JSONField()))
