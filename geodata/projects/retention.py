"""What projects keep of what people wrote, and for how long. What was built where, for how many and with which money stays."""

import datetime as dt

from geodata.base.forgetting import without_words
from geodata.base.periods import midnight
from geodata.projects.models import LivelihoodProject, ProjectStep


def words(before: dt.date, apply: bool) -> int:
    """Reasons and notes of those that ended before that day."""
    ended = LivelihoodProject.objects.filter(ended_at__lt=midnight(before))
    steps = ProjectStep.objects.filter(project__in=ended).exclude(reason__in=["", "–"])
    count = steps.count()
    if apply:
        without_words(steps)
    return count
