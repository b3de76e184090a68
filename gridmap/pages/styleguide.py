"""Every component in every state on one page: for whoever writes pages, and for axe (tests/browser/test_styleguide.py)."""

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from geodata.display import charts
from geodata.display.colours import STEPS, TONES
from geodata.display.shares import Share
from gridmap.local.dependencies import ICONS
from gridmap.look.roles import ROLES
from gridmap.look.sheet import SIZES, SPACES, numbered
from gridmap.pages.base.filters import Filters, Places


class Sample(forms.Form):
    """One field of each kind. What it says is for those who write pages, and translated for nobody."""

    name = forms.CharField(label="姓名 · Name", required=False)
    day = forms.DateField(label="日期 · Day", widget=forms.DateInput(attrs={"type": "date"}))
    kind = forms.ChoiceField(label="类别 · Kind", choices=[("a", "甲 · First"), ("b", "乙 · Second")])
    note = forms.CharField(label="备注 · Note", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    outcome = forms.ChoiceField(
        label="结果 · Outcome",
        choices=[
            ("met", "见到 · Met"),
            ("out", "无人 · Out"),
            ("moved", "搬迁 · Moved"),
            ("refused", "拒访 · Refused"),
        ],
        widget=forms.RadioSelect,
    )
    brought = forms.MultipleChoiceField(
        label="事项 · Brought",
        required=False,
        choices=[("policy", "政策 · Policy"), ("help", "帮办 · Help")],
        widget=forms.CheckboxSelectMultiple,
    )


class SampleFilters(Filters):
    """Two filters, of which one is set, below an area that is chosen."""

    kind = forms.ChoiceField(
        label="类别 · Kind", choices=[("", "全部 · All"), ("a", "甲 · First")], required=False
    )
    q = forms.CharField(label="姓名 · Name", required=False)

    def __init__(self) -> None:
        super().__init__(QueryDict("area=4301&kind=a"))
        self.places = [Places("乡镇 · Township", [("4301", "例镇"), ("4302", "另镇")], "4301")]


WEEKS = 12


def sample_charts() -> dict[str, object]:
    """One of each kind, of invented numbers."""
    falling = [3900 - 24 * week - (week % 3) * 15 for week in range(WEEKS)]
    statuses = [
        (
            f"{week + 1}",
            dict(
                zip(STEPS, (640 + 9 * week, 120, 110 - 3 * week, 80 - 4 * week, 50 - 2 * week), strict=True)
            ),
        )
        for week in range(WEEKS)
    ]
    rows = [("全部住户 · All", 22000), ("有联户党员 · With a contact", 20460), ("隐藏 · Hidden", 0)]
    sizes = [("<60", 4, "below"), ("60–79", 30, "below"), ("80–120", 150, "within"), (">120", 25, "above")]
    return {
        "course": charts.course(falling, label="逾期户数十二周来由3,900降至3,600 · Falling"),
        "broken": charts.course([5, 6, None, None, 9, 8, 7], label="有未提供的值 · With a gap"),
        "level": charts.course([1000, 1001, 1000], label="基本不变 · Nearly level"),
        "stacked": charts.stacked(statuses, tones=STEPS, label="十二周 · Twelve weeks"),
        "bars": charts.bars(
            [(words, Share(part, 22000, "<5" if not part else ""), "#list") for words, part in rows],
            label="从住户到按期 · From households to in time",
            heading="户数 · Households",
        ),
        "histogram": charts.histogram(
            [charts.Class(words, count, kind=kind, href="#grids") for words, count, kind in sizes],
            label="多数网格在80至120户之间 · Most grids hold 80 to 120",
            heading="网格数 · Grids",
        ),
        "legend": charts.histogram(
            [charts.Class(TONES[step].word, 40 - 9 * place, step) for place, step in enumerate(STEPS)],
            label="五级 · Five classes",
            heading="个数 · Areas",
        ),
    }


@login_not_required
@require_safe
def styleguide_page(request: HttpRequest) -> HttpResponse:
    """Answered only where settings.STYLEGUIDE says so."""
    good = {"day": "2026-11-30", "kind": "a", "outcome": "met", "brought": ["help"]}
    context = {
        "form": Sample(good, auto_id="good_%s"),
        "wrong": Sample({"day": "31.2."}, auto_id="wrong_%s"),
        "filters": SampleFilters(),
        "page": Paginator(range(120), 25).page(2),
        "areas": [
            ({"name": "例县", "code": "43"}, True),
            ({"name": "例镇", "code": "4301"}, True),
            ({"name": "例村"}, False),
        ],
        "charts": sample_charts(),
        "tones": TONES.values(),
        "icons": ICONS,
        "roles": ROLES,
        "spaces": numbered("s", SPACES),
        "sizes": numbered("t", SIZES),
    }
    return render(request, "styleguide/styleguide.html", context)
