"""Jobs and their files, as they are answered."""

from typing import Any

from rest_framework import serializers
from rest_framework.reverse import reverse

from api.base.fields import NextField
from geodata.jobs.models import Job, JobFile


class FileOut(serializers.ModelSerializer[JobFile]):
    url = serializers.SerializerMethodField()

    class Meta:
        model = JobFile
        fields = [
            "id",
            "role",
            "name",
            "content_type",
            "size",
            "sha256",
            "created",
            "kept_until",
            "once_until",
            "url",
        ]

    def get_url(self, file: JobFile) -> str:
        path: str = reverse("api:file", kwargs={"file": file.pk})
        return path


class JobOut(serializers.ModelSerializer[Job]):
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


class OneJob(JobOut):
    files = FileOut(many=True)

    class Meta(JobOut.Meta):
        fields = [*JobOut.Meta.fields, "files"]


class Jobs(serializers.Serializer[Any]):
    """The latest first."""

    jobs = JobOut(many=True)
    next = NextField()
