"""Addresses of jobs below /api/v1/."""

from django.urls import path

from api.jobs.views import CancelJob, MyFile, MyJob, MyJobs

urlpatterns = [
    path("files/<uuid:file>/", MyFile.as_view(), name="file"),
    path("jobs/", MyJobs.as_view(), name="jobs"),
    path("jobs/<uuid:job>/", MyJob.as_view(), name="job"),
    path("jobs/<uuid:job>/cancel/", CancelJob.as_view(), name="cancel_job"),
]
