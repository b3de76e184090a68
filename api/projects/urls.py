"""Addresses of livelihood projects below /api/v1/."""

from django.urls import path

from api.projects.views import OneProject, ProjectHouseholds, ProjectMoves, ProjectNeeds, Projects

urlpatterns = [
    path("projects/", Projects.as_view(), name="projects"),
    path("projects/<uuid:project>/", OneProject.as_view(), name="project"),
    path("projects/<uuid:project>/moves/", ProjectMoves.as_view(), name="project_moves"),
    path("projects/<uuid:project>/needs/", ProjectNeeds.as_view(), name="project_needs"),
    path("projects/<uuid:project>/households/", ProjectHouseholds.as_view(), name="project_households"),
]
