"""An English word that stands for two things has two Chinese ones: each place says which it means."""

import pytest
from django.utils.translation import override

from geodata.contacts.staged import PairingLine
from geodata.contacts.steps import LinkStep
from geodata.jobs.models import Job
from geodata.people.models import Resident
from geodata.redrawing.workflow import Move
from geodata.visits.held import HeldVisit
from geodata.visits.models import Visit

MEANT = [
    (Visit.Outcome.REFUSED.label, "拒访"),
    (HeldVisit.State.REFUSED.label, "已退回"),
    (PairingLine.State.REFUSED.label, "已不能采纳"),
    (LinkStep.Kind.ENDED.label, "结束联系"),
    (Move.CREATE.label, "新建"),
    (Resident._meta.get_field("name").verbose_name, "姓名"),
    (Job._meta.get_field("finished").verbose_name, "结束时间"),
    (Job._meta.get_field("created").verbose_name, "创建时间"),
]


@pytest.mark.parametrize(("label", "chinese"), MEANT)
def test_a_word_says_what_is_meant_where_it_stands(label, chinese):
    with override("zh-hans"):
        assert str(label) == chinese
