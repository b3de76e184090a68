"""How long jobs and their files are kept."""

import datetime as dt

from geodata.base.forgetting import erase
from geodata.jobs.models import Job, JobFile


def files(before: dt.date, apply: bool) -> int:
    """Also uploads that no job has taken; what an open job works on stays."""
    return erase(JobFile.objects.filter(created__date__lt=before).exclude(job__in=Job.objects.open()), apply)


def jobs(before: dt.date, apply: bool) -> int:
    return erase(Job.objects.filter(finished__date__lt=before), apply)
