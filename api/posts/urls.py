"""Addresses of departments below /api/v1/."""

from django.urls import path, re_path

from api.posts.departments import Departments, EndDepartment, OfficersWithout, RenameDepartment
from api.web.addresses import NUMBER

urlpatterns = [
    path("departments/", Departments.as_view(), name="departments"),
    path("departments/officers/", OfficersWithout.as_view(), name="department_officers"),
    re_path(rf"^departments/{NUMBER}/rename/$", RenameDepartment.as_view(), name="department_rename"),
    re_path(rf"^departments/{NUMBER}/end/$", EndDepartment.as_view(), name="department_end"),
]
