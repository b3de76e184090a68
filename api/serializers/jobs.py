"""Jobs and their files as the API tells them."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.reverse import reverse

from api.serializers.base import Query
from api.serializers.fields import NextField, WholeField
from geodata.jobs.models import Job, JobFile


class JobsQuery(Query):
    """How many, and from which on."""

    limit = WholeField(least=1, most=100, required=False, help_text=_("Jobs in one answer."))
    start = WholeField(least=0, most=100_000, required=False, help_text=_("Leave out so many of the latest."))


class FileShape(serializers.ModelSerializer[JobFile]):
    url = serializers.SerializerMethodField()

    class Meta:
        model = JobFile
        fields = ["id", "role", "name", "content_type", "size", "sha256", "created", "kept_until", "url"]

    def get_url(self, file: JobFile) -> str:
        path: str = reverse("api:file", kwargs={"file": file.pk})
        return path


class JobShape(serializers.ModelSerializer[Job]):
    title = serializers.CharField()
    percent = serializers.IntegerField(source="pace.percent", allow_null=True)
    rate = serializers.FloatField(source="pace.rate", allow_null=True)
    seconds_left = serializers.IntegerField(source="pace.left", allow_null=True)
    result = serializers.DictField(child=serializers.JSONField())

    class Meta:
        model = Job
        fields = [
            "id", "kind", "title", "about", "subject", "state", "cancel_asked", "step", "done", "total", "percent", "rate",
            "seconds_left", "created", "started", "finished", "result", "error", "request_id",
        ]  # fmt: skip


class OneJob(JobShape):
    files = FileShape(many=True)

    class Meta(JobShape.Meta):
        fields = [*JobShape.Meta.fields, "files"]


class Jobs(serializers.Serializer[Any]):
    """The latest first."""

    jobs = JobShape(many=True)
    next = NextField()
