"""Trials of what is still written: what a rule would say, before it holds."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from geodata.policies.models import PolicyVersion


class PolicyTrial(models.Model):
    """How many households a draft would hold for, counted by workers in the whole area of its policy, whoever asks."""

    policy_version = models.ForeignKey(
        PolicyVersion, on_delete=models.CASCADE, related_name="trials", verbose_name=_("version of a policy")
    )
    seen = models.PositiveIntegerField(_("version"))
    """Which of its drafts was tried."""
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked at"))
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    on = models.DateField(_("day"), null=True, blank=True)
    counts = models.JSONField(_("counts"), null=True, blank=True)
    """Households by what the version in force says and what this one says: `{"no yes": 120, …}`; before hiding."""

    class Meta:
        verbose_name = _("trial of a policy")
        verbose_name_plural = _("trials of policies")
        constraints = [
            models.UniqueConstraint(
                fields=["policy_version"],
                condition=Q(done_at__isnull=True),
                name="one_trial_of_a_version_at_a_time",
                violation_error_message=_("This version is being tried already."),
            ),
            models.CheckConstraint(
                name="a_trial_that_is_done_has_counts",
                condition=Q(done_at__isnull=True, counts__isnull=True, on__isnull=True)
                | Q(done_at__isnull=False, counts__isnull=False, on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.policy_version_id} {self.asked_at:%Y-%m-%d}"
