"""Kinds and topics of industry, as everybody calls them."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Topic(TextChoices):
    """What a specialist's visit to a village was about."""

    PLANTING = "planting", pgettext_lazy("guidance", "planting")
    BREEDING = "breeding", pgettext_lazy("guidance", "breeding")
    PESTS = "pests", pgettext_lazy("guidance", "pests and diseases")
    MACHINERY = "machinery", pgettext_lazy("guidance", "machinery")
    PROCESSING = "processing", pgettext_lazy("guidance", "processing and storage")
    SALES = "sales", pgettext_lazy("guidance", "sales and brands")
    OTHER = "other", pgettext_lazy("guidance", "other")


class OfferKind(TextChoices):
    PROJECT = "project", pgettext_lazy("industry", "project")
    FUND = "fund", pgettext_lazy("industry", "fund")
    MARKET = "market", pgettext_lazy("industry", "market")
    JOB = "job", pgettext_lazy("industry", "job")
    MACHINE = "machine", pgettext_lazy("industry", "machine")
    TRAINING = "training", pgettext_lazy("industry", "training")


class Group(TextChoices):
    """Of whom an income is the mean."""

    MEMBER = "member", pgettext_lazy("income", "members of co-operatives")
    NON_MEMBER = "non_member", pgettext_lazy("income", "households in no co-operative")
