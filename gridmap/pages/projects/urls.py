"""Addresses of the pages of livelihood projects."""

from django.urls import path

from gridmap.pages.projects.files import projects_file
from gridmap.pages.projects.ledger import ledger_page
from gridmap.pages.projects.project import move_page, needs_page, project_page
from gridmap.pages.projects.proposing import change_page, new_page

urlpatterns = [
    path("projects/", ledger_page, name="projects"),
    path("projects/export.xlsx", projects_file, {"form": "xlsx"}, name="projects_xlsx"),
    path("projects/export.csv", projects_file, {"form": "csv"}, name="projects_csv"),
    path("projects/new/", new_page, name="new_project"),
    path("projects/<uuid:project>/", project_page, name="project"),
    path("projects/<uuid:project>/change/", change_page, name="change_project"),
    path("projects/<uuid:project>/move/", move_page, name="move_project"),
    path("projects/<uuid:project>/needs/", needs_page, name="project_needs"),
]
