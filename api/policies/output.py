"""Policies and versions as they are told."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.base.fields import NextField
from api.policies.input import RULE, TreeField
from geodata.base.filters.tree import in_words
from geodata.policies.finding import Line
from geodata.policies.models import PolicyVersion
from geodata.policies.rules import read_known
from geodata.policies.trial import Tried, shown
from geodata.policies.trial_models import PolicyTrial
from geodata.policies.words import Field, Level, Move, State, Subject, Unit

FEW = _("Rounded to tens; null: fewer than five.")


class PolicyRow(serializers.Serializer[Any]):
    """A policy and what stands for it: what is in force, or what is being written."""

    code = serializers.CharField()
    name = serializers.CharField()
    name_en = serializers.CharField()
    level = serializers.ChoiceField(Level.choices)
    area = serializers.CharField(help_text=_("The code of the area in which it holds."))
    department = serializers.CharField(help_text=_("The code of the department."))
    field = serializers.ChoiceField(Field.choices)
    subject = serializers.ChoiceField(Subject.choices)
    state = serializers.ChoiceField(
        State.choices, help_text=_("In force today, or else of its newest version.")
    )
    version = serializers.IntegerField(help_text=_("The number of the version that is told here."))
    plain = serializers.CharField()
    benefit = serializers.CharField()
    opens = serializers.CharField()
    closes = serializers.CharField()
    invented = serializers.BooleanField()


class PoliciesOut(serializers.Serializer[Any]):
    results = PolicyRow(many=True)
    next = NextField()


class VersionRow(serializers.Serializer[PolicyVersion]):
    number = serializers.IntegerField()
    state = serializers.ChoiceField(State.choices)
    first = serializers.DateField(source="period.lower", default=None, allow_null=True)
    after = serializers.DateField(
        source="period.upper", default=None, allow_null=True, help_text=_("The first day no more.")
    )
    written_at = serializers.DateTimeField()


class PolicyOut(PolicyRow):
    versions = VersionRow(many=True, help_text=_("The newest first."))


class VersionOut(VersionRow):
    """A version, whole."""

    policy = serializers.CharField(source="policy.code")
    plain = serializers.CharField()
    plain_en = serializers.CharField()
    benefit = serializers.CharField()
    benefit_en = serializers.CharField()
    amount = serializers.DecimalField(max_digits=10, decimal_places=2, allow_null=True)
    unit = serializers.ChoiceField(Unit.choices, allow_blank=True)
    how = serializers.CharField()
    how_en = serializers.CharField()
    materials = serializers.ListField(child=serializers.CharField())
    where = serializers.CharField()
    opens = serializers.CharField()
    closes = serializers.CharField()
    document = serializers.CharField()
    rule = TreeField(help_text=RULE)
    rule_in_words = serializers.SerializerMethodField(
        help_text=_("The rule as a sentence, in the language asked for.")
    )
    examples = serializers.ListField(child=TreeField())
    version = serializers.IntegerField(help_text=_("Of the draft, one more with each change: the ETag."))
    moves = serializers.ListField(
        child=serializers.ChoiceField(Move.choices),
        source="offered",
        help_text=_("What you may do with it now."),
    )

    def get_rule_in_words(self, version: PolicyVersion) -> str:
        return in_words(read_known(version.rule, version.policy.subject))


class Numbers(serializers.Serializer[Any]):
    yes = serializers.IntegerField(allow_null=True, help_text=FEW)
    no = serializers.IntegerField(allow_null=True, help_text=FEW)
    unknown = serializers.IntegerField(allow_null=True, help_text=FEW)


class Changed(serializers.Serializer[Any]):
    gained = serializers.IntegerField(allow_null=True, help_text=FEW)
    lost = serializers.IntegerField(allow_null=True, help_text=FEW)
    newly_unknown = serializers.IntegerField(allow_null=True, help_text=FEW)


class TrialOut(serializers.Serializer[Any]):
    """What the rule would say of the households of the policy's area."""

    asked_at = serializers.DateTimeField()
    done_at = serializers.DateTimeField(allow_null=True, help_text=_("null: it is still being counted."))
    version = serializers.IntegerField(help_text=_("Which draft was counted: its ETag."))
    tried = Numbers(allow_null=True)
    before = Numbers(allow_null=True, help_text=_("What the version in force says; null without one."))
    changed = Changed(allow_null=True, help_text=_("Households that it would newly hold for, or no longer."))


def policy_line(line: Line) -> dict[str, Any]:
    policy, told = line.policy, line.told
    same = ("code", "name", "name_en", "level", "field", "subject")
    return {name: getattr(policy, name) for name in same} | {
        "area": policy.area.code,
        "department": policy.department.code,
        "state": line.state,
        "version": told.number,
        "plain": told.plain,
        "benefit": told.benefit,
        "opens": told.opens,
        "closes": told.closes,
        "invented": policy.synthetic,
        "versions": line.versions,
    }


def trial_line(trial: PolicyTrial) -> dict[str, Any]:
    found: Tried | None = shown(trial)
    parts = {"tried": None, "before": None, "changed": None}
    if found:
        parts = {"tried": found.tried, "before": found.before, "changed": found.changed}  # type: ignore[dict-item]
    return {"asked_at": trial.asked_at, "done_at": trial.done_at, "version": trial.seen, **parts}
