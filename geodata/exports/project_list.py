"""The list of livelihood projects as its page shows it, as a file: where needs are seen and lists may be taken away. No need and no household is in it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from geodata.base.extracts import Column, Kind
from geodata.exports.lists_of_needs import ListOfNeeds, taken
from geodata.projects.finding import Filter
from geodata.projects.models import LivelihoodProject, ProjectQuerySet
from geodata.projects.words import Category, State

LABEL = _("Livelihood projects")
COLUMNS = (
    Column(pgettext_lazy("of a project", "Title"), 30, _("What the project is called.")),
    Column(pgettext_lazy("of a project", "Kind"), 12, _("What is built.")),
    Column(_("Area code"), 15, _("Digits of the national statistical code, as text.")),
    Column(_("Area"), 18, _("The village, township or county in which it lies.")),
    Column(_("Department"), 18, _("Who builds it; nothing: the office itself.")),
    Column(_("State"), 12, _("How far it has come.")),
    Column(_("Done in percent"), 8, _("As it was reported last."), Kind.WHOLE),
    Column(_("Budget in yuan"), 14, _("As it was planned."), Kind.WHOLE),
    Column(_("Source of money"), 14, _("Where the budget comes from.")),
    Column(_("Planned from"), 12, _("The first planned day."), Kind.DAY),
    Column(_("Planned until"), 12, _("The last planned day."), Kind.DAY),
    Column(_("Needs"), 8, _("Needs that are joined to it."), Kind.WHOLE),
    Column(_("Households"), 8, _("Households that it concerns."), Kind.WHOLE),
)


@dataclass(frozen=True)
class ProjectList(ListOfNeeds[Filter]):
    """A table of projects for every form of file. Raises NotAllowed for whoever may not take lists away there."""

    label = LABEL

    def projects(self) -> ProjectQuerySet:
        return self.asked.of(taken(self.scope), on=self.at.date())

    @property
    def columns(self) -> tuple[Column, ...]:
        return COLUMNS

    def rows(self) -> Iterator[list[str]]:
        return map(_row, self.projects().iterator())

    def definitions(self) -> list[tuple[str, str]]:
        return [
            (gettext("List"), str(LABEL)),
            (gettext("Area"), self.place),
            *self.said(),
            (gettext("Prepared by"), self.by),
            (gettext("Prepared at"), f"{self.at:%Y-%m-%d %H:%M}"),
            *((str(column.heading), str(column.meaning)) for column in COLUMNS),
        ]

    def said(self) -> Iterator[tuple[str, str]]:
        """The filter in words."""
        if self.asked.state:
            yield gettext("State"), str(State(self.asked.state).label)
        if self.asked.category:
            yield gettext("Only"), str(Category(self.asked.category).label)
        if self.asked.late:
            yield gettext("Only"), gettext("Past its last day")
        if self.asked.inside:
            yield gettext("Only"), gettext("In the area itself")


def _row(project: LivelihoodProject) -> list[str]:
    return [
        project.title, str(project.get_category_display()), project.area.code, project.area.name, str(project.department or ""),
        str(project.get_state_display()), str(project.percent), "" if project.budget is None else str(project.budget),
        str(project.get_money_display()), project.begin_on.isoformat(), project.due_on.isoformat(), str(project.joined),
        str(project.homes),
    ]  # fmt: skip
