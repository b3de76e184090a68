"""Departments and their officers, as they are answered."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from geodata.posts.departments import Department
from geodata.posts.models import Post


class DepartmentRow(serializers.Serializer[Department]):
    id = serializers.IntegerField()
    code = serializers.CharField()
    name = serializers.CharField()
    name_en = serializers.CharField(allow_blank=True)
    area = serializers.CharField(source="area.code")
    since = serializers.DateField(source="period.lower", allow_null=True)
    until = serializers.DateField(
        source="period.upper", allow_null=True, help_text=_("The first day without it.")
    )


class DepartmentsOut(serializers.Serializer[dict[str, Any]]):
    results = DepartmentRow(many=True)


class WaitingOfficer(serializers.Serializer[Post]):
    post = serializers.IntegerField(source="pk")
    name = serializers.CharField(source="user.name")
    username = serializers.CharField(source="user.username")
    area = serializers.CharField(source="area.code")


class WaitingOfficers(serializers.Serializer[dict[str, Any]]):
    results = WaitingOfficer(many=True)


class DepartmentOfficer(WaitingOfficer):
    department = serializers.IntegerField(source="department_id")
