"""Addresses of the pages of jobs."""

from django.urls import path

from gridmap.pages.jobs.jobs import cancel_page, download, job_page, jobs_page

urlpatterns = [
    path("jobs/", jobs_page, name="jobs"),
    path("jobs/<uuid:job>/", job_page, name="job"),
    path("jobs/<uuid:job>/cancel/", cancel_page, name="cancel_job"),
    path("files/<uuid:file>/", download, name="file"),
]
