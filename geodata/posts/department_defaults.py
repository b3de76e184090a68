"""The departments that every county begins with; which of them it keeps, and how it calls them, is its own."""

from geodata.base.periods import since
from geodata.posts.departments import Department
from geodata.territory.models import Area

DEFAULTS = {
    "organisation": ("组织部", "Organisation"),
    "publicity": ("宣传部", "Publicity"),
    "civil_affairs": ("民政局", "Civil affairs"),
    "agriculture": ("农业农村局", "Agriculture"),
    "water": ("水利局", "Water"),
    "housing": ("住房和城乡建设局", "Housing"),
    "transport": ("交通运输局", "Transport"),
    "health": ("卫生健康局", "Health"),
    "medical_insurance": ("医疗保障局", "Medical insurance"),
    "human_resources": ("人力资源和社会保障局", "Human resources"),
    "education": ("教育局", "Education"),
    "emergency": ("应急管理局", "Emergency"),
}
"""Code, and the name in both languages."""


def load_missing_departments() -> int:
    """Those of counties that have never had any: what an office has ended stays ended. Gives how many."""
    bare = Area.objects.level(Area.Level.COUNTY).filter(departments=None, period__upper_inf=True)
    rows = [
        Department(code=code, name=name, name_en=name_en, area=county, period=since(None))
        for county in bare.order_by("pk")
        for code, (name, name_en) in DEFAULTS.items()
    ]
    # Whoever gives them at the same moment gives the same.
    return len(Department.objects.bulk_create(rows, ignore_conflicts=True))
