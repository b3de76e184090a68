"""What filters ask of contacts: whether somebody looks after the household on that day. Links are kept whole, so it is always known."""

from collections.abc import Collection

from django.utils.translation import pgettext_lazy

from geodata.base.filters.leaf import Facts, Known, Plain, Subject

CONTACTS = Facts(
    name="contacts",
    sql="""
    SELECT x.household_id, true AS there FROM geodata_contactlink x
    WHERE {among} AND x.period @> %(on)s GROUP BY x.household_id""",
    columns={"there": "boolean"},
)


class HasContact(Plain):
    name, label = "has_contact", pgettext_lazy("filter", "has a contact member")
    example = {"has_contact": False}

    def reads(self, subject: Subject) -> Collection[str]:
        return ("contacts",)

    def holds_sql(self) -> str:
        return "coalesce(contacts.there, false)"

    def holds(self, known: Known) -> bool | None:
        return bool(known.get("contacts", {}).get("there"))
