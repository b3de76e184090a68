"""An English word that stands for two things has two Chinese ones: each place says which it means."""

import pytest
from django.apps import apps
from django.db.models import DateField
from django.utils.translation import override

from geodata.audit.models import Notice
from geodata.contacts.changelog import LinkStep
from geodata.coverage.disclosure import Answer
from geodata.coverage.figures import FIGURES
from geodata.imports.models import ImportRun
from geodata.jobs.models import Job
from geodata.pairing.models import Pairing, PairingLine
from geodata.people.models import Household, Resident
from geodata.plans.models import BoundaryPlan
from geodata.plans.workflow import Move
from geodata.visits.held import HeldVisit
from geodata.visits.models import Visit

MEANT = [
    (Visit.Outcome.REFUSED.label, "拒访"),
    (HeldVisit.State.REFUSED.label, "未予核准"),
    (PairingLine.State.REFUSED.label, "已不能采纳"),
    (LinkStep.Kind.ENDED.label, "结束联系"),
    (Move.CREATE.label, "新建"),
    (Resident._meta.get_field("name").verbose_name, "姓名"),
    (Job._meta.get_field("finished").verbose_name, "结束时间"),
    (Job._meta.get_field("created").verbose_name, "创建时间"),
    (HeldVisit.State.WAITING.label, "待核"),
    (Pairing.State.OPEN.label, "待审定"),
    (HeldVisit._meta.get_field("reason").verbose_name, "不予核准的原因"),
    (BoundaryPlan._meta.get_field("reason").verbose_name, "理由"),
    (BoundaryPlan._meta.get_field("proposal").verbose_name, "建议方案"),
    (Household._meta.get_field("address").verbose_name, "住址"),
    (Notice._meta.get_field("link").verbose_name, "网址"),
    (FIGURES["households"].label, "户数"),
    (Household._meta.verbose_name_plural, "住户"),
    (Visit._meta.verbose_name_plural, "走访记录"),
    (Answer.TOLD.label, "提供"),
    (ImportRun._meta.get_field("told").verbose_name, "读取说明"),
]


@pytest.mark.parametrize(("label", "chinese"), MEANT)
def test_a_word_says_what_is_meant_where_it_stands(label, chinese):
    with override("zh-hans"):
        assert str(label) == chinese


def test_no_moment_is_called_like_a_state():
    """“written” is a state (已写入) and, of a moment, when it was reached (写入时间)."""
    fields = [
        field for model in apps.get_app_config("geodata").get_models() for field in model._meta.get_fields()
    ]
    moments = [field for field in fields if isinstance(field, DateField)]
    with override("zh-hans"):
        states = {str(label) for field in fields for _value, label in getattr(field, "flatchoices", [])}
        assert [field for field in moments if str(field.verbose_name) in states] == []
    assert len(states) > 50 < len(moments)
