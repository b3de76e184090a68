"""Fields of a policy's examples: a few rows for each invented household, and what the rule has to say of it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from geodata.policies.cases import MOST_FACTS, PERSON, Case, Fact, offered
from geodata.policies.examples import MOST

PARTS = ("whose", "what", "no", "value")
EXPECTED = [
    ("", "–"),
    ("yes", gettext_lazy("yes")),
    ("no", gettext_lazy("no")),
    ("unknown", pgettext_lazy("rule", "unknown")),
]
WHOSE = [("", gettext_lazy("the household")), (PERSON, gettext_lazy("the person"))]
SO = [("", gettext_lazy("it is so")), ("no", gettext_lazy("it is not so"))]
LEAST_FACTS, MORE_FACTS = 3, 1


def _sent(data: Any, name: str) -> int:
    text = data.get(name, "") if data else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 3 else 0


class CaseFields:
    """Of a form: those of its cases, with an empty one to fill in."""

    def __init__(self, form: forms.Form, cases: list[Case], data: Any) -> None:
        self.form = form
        longest = max((len(case.facts) for case in cases), default=0)
        self.count = min(max(len(cases) + 1, _sent(data, "cases")), MOST)
        self.facts = min(max(longest + MORE_FACTS, LEAST_FACTS, _sent(data, "case-facts")), MOST_FACTS)
        what = [("", "–"), *offered()]
        for number in range(1, self.count + 1):
            self._add(number, cases[number - 1] if number <= len(cases) else Case(), what)

    def _add(self, number: int, case: Case, what: list[Any]) -> None:
        told = self.form.fields
        told[f"case-{number}-about"] = forms.CharField(
            label=gettext_lazy("What it shows"), max_length=60, required=False, initial=case.about
        )
        told[f"case-{number}-expect"] = forms.ChoiceField(
            label=gettext_lazy("The rule has to say"), choices=EXPECTED, required=False, initial=case.expect
        )
        for row in range(1, self.facts + 1):
            fact = case.facts[row - 1] if row <= len(case.facts) else Fact("")
            name = f"case-{number}-{row}"
            for part, label, choices, initial in (
                ("whose", pgettext_lazy("example", "Of whom"), WHOSE, fact.whose),
                ("what", pgettext_lazy("example", "What is so"), what, fact.what),
                ("no", pgettext_lazy("rule", "Is it so"), SO, "no" if fact.no else ""),
            ):
                told[f"{name}-{part}"] = forms.ChoiceField(
                    label=label, choices=choices, required=False, initial=initial
                )
            told[f"{name}-value"] = forms.CharField(
                label=gettext_lazy("Value"), max_length=20, required=False, initial=fact.value,
                widget=forms.TextInput(attrs={"size": 8}),
            )  # fmt: skip

    def read(self, values: dict[str, Any]) -> list[Case]:
        return [
            Case(
                values.get(f"case-{number}-about") or "",
                values.get(f"case-{number}-expect") or "",
                [self._fact(values, f"case-{number}-{row}") for row in range(1, self.facts + 1)],
            )
            for number in range(1, self.count + 1)
        ]

    @staticmethod
    def _fact(values: dict[str, Any], name: str) -> Fact:
        told = {part: values.get(f"{name}-{part}") or "" for part in PARTS}
        return Fact(told["what"], told["whose"], told["no"] == "no", told["value"].strip())

    @property
    def bound(self) -> list[dict[str, Any]]:
        """Bound fields of each case and its rows."""
        return [
            {
                "number": number,
                "about": self.form[f"case-{number}-about"],
                "expect": self.form[f"case-{number}-expect"],
                "facts": [
                    {part: self.form[f"case-{number}-{row}-{part}"] for part in PARTS}
                    for row in range(1, self.facts + 1)
                ],
            }
            for number in range(1, self.count + 1)
        ]


def fitting(cases: list[Case] | None) -> list[Case] | None:
    """None where a case says what no row offers any longer."""
    known = {name for _group, choices in offered() for name, _words in choices}
    fits = (
        cases is not None
        and len(cases) <= MOST
        and all(one.what in known for case in cases for one in case.facts)
    )
    return cases if fits else None
