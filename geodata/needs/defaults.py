"""The categories and deadlines of needs that every installation starts with; afterwards they are the county's own."""

from django.db import transaction

from geodata.base.periods import since
from geodata.needs.settings_models import DeadlineUnit, Late, NeedCategory, NeedRule

CATEGORIES = {
    "water": ("饮水", "Drinking water"),
    "roads": ("道路", "Roads"),
    "housing": ("住房", "Housing"),
    "power": ("用电", "Electricity"),
    "drainage": ("排水污水", "Drainage"),
    "school": ("就学", "School"),
    "medical": ("就医", "Medical care"),
    "work": ("就业务工", "Work"),
    "land": ("土地山林", "Land and woods"),
    "environment": ("人居环境", "Surroundings"),
    "sales": ("农产品销售", "Sale of produce"),
    "policy": ("政策待遇", "Policies and benefits"),
    "neighbours": ("邻里", "Neighbours"),
    "family": ("家庭", "Family"),
    "boundary": ("地界权属", "Boundaries and ownership"),
    "other": ("其他", "Other"),
}
"""Code, and the name in both languages."""

H, W = DeadlineUnit.HOURS, DeadlineUnit.WORKDAYS
RULES = {
    (1, 1): (7, W, 2), (1, 2): (10, W, 2), (1, 3): (15, W, 3),
    (2, 1): (24, H, 4), (2, 2): (24, H, 4), (2, 3): (3, W, 1),
    (3, 1): (2, H, 1), (3, 2): (2, H, 1), (3, 3): (24, H, 4),
}  # fmt: skip
"""Urgency and level: how much time, and how long before its end somebody is reminded."""


@transaction.atomic
def load_missing_need_defaults() -> int:
    """Where there have never been any: what an office has changed or ended stays so. Gives how many rows were made."""
    made = 0
    if not NeedCategory.objects.exists():
        made += len(NeedCategory.objects.bulk_create(_categories()))
    if not NeedRule.objects.exists():
        made += len(NeedRule.objects.bulk_create(_rules()))
    return made


def _categories() -> list[NeedCategory]:
    return [
        NeedCategory(code=code, name=name, name_en=name_en, order=order, period=since(None))
        for order, (code, (name, name_en)) in enumerate(CATEGORIES.items(), 1)
    ]


def _rules() -> list[NeedRule]:
    return [
        NeedRule(
            urgency=urgency,
            level=level,
            amount=amount,
            unit=unit,
            remind=remind,
            late=Late.SUPERVISE if level == 3 else Late.ESCALATE,
            period=since(None),
        )
        for (urgency, level), (amount, unit, remind) in RULES.items()
    ]
