"""Addresses of policies below /api/v1/."""

from django.urls import path, re_path

from api.policies.asking import Answers, Door, DoorQuestions
from api.policies.views import OnePolicy, OneVersion, Policies, PolicyMoves, PolicyTrialView, PolicyVersions
from api.web.addresses import TOKEN

CODE = r"(?P<policy>[a-z][a-z0-9_]{2,39})"
ONE = rf"^policies/{CODE}/versions/(?P<number>[0-9]{{1,4}})"

urlpatterns = [
    path("door-questions/", DoorQuestions.as_view(), name="door_questions"),
    re_path(rf"^households/{TOKEN}/door/$", Door.as_view(), name="door"),
    re_path(rf"^households/{TOKEN}/answers/$", Answers.as_view(), name="door_answers"),
    path("policies/", Policies.as_view(), name="policies"),
    re_path(rf"^policies/{CODE}/$", OnePolicy.as_view(), name="policy"),
    re_path(rf"^policies/{CODE}/versions/$", PolicyVersions.as_view(), name="policy_versions"),
    re_path(rf"{ONE}/$", OneVersion.as_view(), name="policy_version"),
    re_path(rf"{ONE}/moves/$", PolicyMoves.as_view(), name="policy_moves"),
    re_path(rf"{ONE}/trial/$", PolicyTrialView.as_view(), name="policy_trial"),
]
