"""The form of a version: what it says, and its rule as rows or, for experts, as a tree."""

import json
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from geodata.base.errors import BadInput, DomainError, join
from geodata.policies.cases import cases_of, examples_of
from geodata.policies.models import PolicyVersion
from geodata.policies.rows import GROUPS, MOST_ROWS, Row, offered, rows_of, rule_of
from geodata.policies.words import Field, Level, Subject, Unit
from geodata.policies.writing import LONGEST, Content, Named, read_rule
from gridmap.pages.base.typed import Form
from gridmap.pages.policies.case_fields import CaseFields, fitting

PARTS = ("what", "no", "value", "unit", "group")
LEAST_ROWS, MORE_ROWS = 4, 2
EXAMPLES: list[dict[str, Any]] = [
    {"about": "", "expect": expected, "household": {"size": 1}, "residents": []}
    for expected in ("yes", "no", "unknown")
]
SAID = (
    "plain", "plain_en", "benefit", "benefit_en", "amount", "unit", "how", "how_en", "where", "opens", "closes", "document",
)  # fmt: skip
SHORTEST = 10
LINES = frozenset({"plain", "plain_en", "benefit", "benefit_en", "how", "how_en"})


def _text(name: str, label: Any, *, required: bool = False) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 2}) if name in LINES else forms.TextInput()
    # A day of five signs may be pasted with some that nobody sees; its verb reads what is left.
    most = max(LONGEST[name], SHORTEST)
    return forms.CharField(label=label, max_length=most, required=required, widget=widget)


class ContentForm(Form):
    """What a version says. `as_tree`: its rule and its examples are written as JSON."""

    plain = _text("plain", gettext_lazy("Whom it is for, in plain words"), required=True)
    plain_en = _text("plain_en", pgettext_lazy("policy", "In English"))
    benefit = _text("benefit", gettext_lazy("What is given"), required=True)
    benefit_en = _text("benefit_en", pgettext_lazy("policy", "In English"))
    amount = forms.DecimalField(
        label=pgettext_lazy("policy", "Amount"), required=False, min_value=0, max_digits=10, decimal_places=2
    )
    unit = forms.ChoiceField(
        label=pgettext_lazy("policy", "Unit"), required=False, choices=[("", "–"), *Unit.choices]
    )
    how = _text("how", gettext_lazy("How to apply"))
    how_en = _text("how_en", pgettext_lazy("policy", "In English"))
    materials = forms.CharField(
        label=gettext_lazy("What to bring"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One paper on each line."),
    )
    where = _text("where", gettext_lazy("Where to apply"))
    opens = _text("opens", gettext_lazy("Applied for from"))
    closes = _text("closes", gettext_lazy("Applied for until"))
    document = _text("document", gettext_lazy("Number of the document"))
    how_joined = forms.ChoiceField(
        label=gettext_lazy("It holds where"),
        choices=[
            ("all", gettext_lazy("everything below is so")),
            ("any", gettext_lazy("anything below is so")),
        ],
        required=False,
    )
    rule = forms.CharField(
        label=gettext_lazy("Rule as a tree (JSON)"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
    )
    examples = forms.CharField(
        label=gettext_lazy("Examples (JSON)"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        help_text=gettext_lazy("Invented households: at least one each for yes, no and unknown."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: Any = None, *, subject: str, known: PolicyVersion | None = None, as_tree: bool = False
    ) -> None:
        super().__init__(data, initial=_initial(known))
        self.subject = subject
        found = rows_of(known.rule) if known else ("all", [])
        self.fits = found is not None
        self.as_tree = as_tree or found is None
        self.tree: Any = None
        if not self.as_tree and found:
            self.initial["how_joined"] = found[0]
            self._add_rows(found[1], data)
        self.cases = self._cases(known, data)

    def _cases(self, known: PolicyVersion | None, data: Any) -> CaseFields | None:
        """None where the examples are written as JSON: for experts, where rows cannot say them, or where they were sent so."""
        if self.as_tree or (data is not None and "cases" not in data):
            return None
        found = fitting(cases_of(known.examples if known else EXAMPLES))
        return CaseFields(self, found, data) if found is not None else None

    def _add_rows(self, rows: list[Row], data: Any) -> None:
        """A row for each that there is, and empty ones to fill in."""
        sent = int(text) if data and (text := data.get("rows", "")).isdigit() and len(text) < 3 else 0
        self.count = min(max(len(rows) + MORE_ROWS, LEAST_ROWS, sent), MOST_ROWS)
        what: list[Any] = [("", "–"), *offered(self.subject)]
        for number in range(1, self.count + 1):
            row = rows[number - 1] if number <= len(rows) else Row("")
            self.fields[f"row-{number}-what"] = forms.ChoiceField(
                label=gettext_lazy("What is asked"), choices=what, required=False, initial=row.what
            )
            self.fields[f"row-{number}-no"] = forms.ChoiceField(
                label=pgettext_lazy("rule", "Is it so"),
                choices=[("", gettext_lazy("it is so")), ("no", gettext_lazy("it is not so"))],
                required=False,
                initial="no" if row.no else "",
            )
            for name, label, most in (
                ("value", gettext_lazy("Value"), 40),
                ("unit", pgettext_lazy("livelihood", "Unit"), 10),
            ):
                self.fields[f"row-{number}-{name}"] = forms.CharField(
                    label=label, max_length=most, required=False, initial=getattr(row, name),
                    widget=forms.TextInput(attrs={"size": 8 if name == "value" else 3}),
                )  # fmt: skip
            self.fields[f"row-{number}-group"] = forms.ChoiceField(
                label=pgettext_lazy("rule", "Group"), choices=[("", "–"), *((one, one) for one in GROUPS)], required=False,
                initial=row.group,
            )  # fmt: skip

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Bound fields of each row."""
        if self.as_tree:
            return []
        return [
            {"number": number, **{name: self[f"row-{number}-{name}"] for name in PARTS}}
            for number in range(1, self.count + 1)
        ]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        try:
            self.tree = self._tree(values)
            read_rule(self.tree, self.subject)
        except BadInput as error:
            self._refuse(error)
        values["examples"] = self._examples(values)
        return values

    def _examples(self, values: dict[str, Any]) -> Any:
        if self.cases is None:
            return self._json("examples", EXAMPLES)
        try:
            return examples_of(self.cases.read(values))
        except BadInput as error:
            self._refuse(error)
        return []

    def _tree(self, values: dict[str, Any]) -> Any:
        if self.as_tree:
            return self._json("rule", {})
        rows = [self._row(values, number) for number in range(1, self.count + 1)]
        for number, row in enumerate(rows, 1):
            if row.what:
                # Each by itself first, so that the one that is wrong can be told.
                self._check(number, [Row(""), *[Row("")] * (number - 2), row] if number > 1 else [row])
        return rule_of(values.get("how_joined") or "all", rows)

    def _check(self, number: int, rows: list[Row]) -> None:
        try:
            read_rule(rule_of("all", rows), self.subject)
        except BadInput as error:
            raise BadInput(
                error.message, field=f"row-{number}", value=error.value, remedy=error.remedy
            ) from error

    @staticmethod
    def _row(values: dict[str, Any], number: int) -> Row:
        told = {name: values.get(f"row-{number}-{name}") or "" for name in PARTS}
        return Row(told["what"], told["no"] == "no", told["value"], told["unit"], told["group"])

    def _json(self, name: str, nothing: Any) -> Any:
        text = self.cleaned_data.get(name) or ""
        if not text.strip():
            return nothing
        try:
            return json.loads(text)
        except ValueError as error:
            line = getattr(error, "lineno", 1)
            self.add_error(
                name,
                _("Line %(line)s is no JSON: look for a comma or a bracket that is missing.")
                % {"line": line},
            )
            return nothing

    def _refuse(self, error: DomainError) -> None:
        """Beside the row, the text or the field that it is about."""
        field = str(getattr(error, "field", "") or "")
        said = join([error.message, error.remedy])
        if field.startswith("row-") and f"{field}-what" in self.fields:
            return self.add_error(f"{field}-what", said)
        if field.startswith("case-"):
            return self.add_error(
                f"{field}-expect" if f"{field}-expect" in self.fields else f"{field}-what", said
            )
        if field.split(".")[0].split("[")[0] == "rule":
            return self.add_error(
                "rule" if self.as_tree else None, f"{field}: {said}" if self.as_tree else said
            )
        if field.startswith("examples"):
            return self.add_error("examples", f"{field}: {said}")
        return self.add_error(field if field in self.fields and field != "version" else None, said)

    def refuse(self, error: DomainError) -> None:
        self._refuse(error)

    def content(self) -> Content:
        told = {name: self.cleaned_data[name] for name in SAID}
        materials = [one for one in self.cleaned_data["materials"].splitlines() if one.strip()]
        return Content(**told, materials=materials, rule=self.tree, examples=self.cleaned_data["examples"])


class NamedForm(Form):
    """What a new policy is called and whose it is."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=40,
        help_text=gettext_lazy("Lower-case letters, digits and underscores."),
    )
    name = forms.CharField(label=pgettext_lazy("of a policy", "Name"), max_length=60)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=100, required=False)
    level = forms.ChoiceField(
        label=pgettext_lazy("policy", "Made by"), choices=Level.choices, initial=Level.COUNTY
    )
    field = forms.ChoiceField(label=pgettext_lazy("policy", "Field"), choices=Field.choices)
    subject = forms.ChoiceField(label=pgettext_lazy("policy", "For"), choices=Subject.choices)
    department = forms.TypedChoiceField(label=gettext_lazy("Department"), coerce=int)

    def __init__(self, data: Any = None, *, departments: list[tuple[int, str]]) -> None:
        super().__init__(data)
        self.offer_choices("department", departments)

    def values(self) -> Named:
        return Named(**self.cleaned_data)


def _initial(known: PolicyVersion | None) -> dict[str, Any]:
    if known is None:
        return {"examples": _dumped(EXAMPLES), "rule": _dumped({"all": [{"care": "low_income"}]})}
    told = {name: getattr(known, name) for name in SAID}
    return told | {
        "materials": "\n".join(known.materials),
        "rule": _dumped(known.rule),
        "examples": _dumped(known.examples),
        "version": known.version,
    }


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)
