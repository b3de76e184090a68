"""Contact members, their links with households, and grid leaders: persons are named by their login names."""

from collections.abc import Iterator

from django.db.models import QuerySet, TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from geodata.base.extracts import Field, Kind, Question, Row, since, until, word
from geodata.base.scope import Right
from geodata.contacts.models import ContactLink, Member
from geodata.jobs.at_once import counted
from geodata.people.masking import shown_name
from geodata.posts.models import Post

VILLAGE = Field("village_code", "村编码", 15, _("12 digits of the national statistical code, as text."))
NUMBER = Field("household_no", "户编号", 14, _("The local number within the village, as on the roster."))
HEAD = Field("head_name", "户主姓名", 14, _("Masked for those who do not look after the household."))
SINCE = Field("since", "起始日期", 12, _("The first day."), Kind.DAY)
UNTIL = Field("until", "结束日期", 12, _("The last day; empty while it goes on."), Kind.DAY)
CODE = Field("person_code", "登录名", 16, _("The login name, by which the imports know the person."))
NAME = Field("person_name", "姓名", 14, _("The name of the account."))
PHONE = Field("person_phone", "联系电话", 16, _("The phone of the account."))

LEADERS = (
    Post.Kind.LARGE_LEADER,
    Post.Kind.MEDIUM_LEADER,
    Post.Kind.SMALL_LEADER,
    Post.Kind.CADRE,
    Post.Kind.DEPARTMENT_OFFICER,
)


class Rank(TextChoices):
    FIRST = "first", _("first contact")
    SECOND = "second", _("second contact")

    @classmethod
    def of(cls, link: ContactLink) -> "Rank":
        return cls.FIRST if link.primary else cls.SECOND


class Members:
    name = "members"
    label: Promise | str = _("Contact members")
    geometry = ""
    key: tuple[str, ...] = ()

    def fields(self, question: Question) -> tuple[Field, ...]:
        return (
            VILLAGE, CODE, NAME, PHONE,
            Field("branch", "党支部", 20, _("The branch or party group.")),
            Field("member_kind", "人员类别", 12, _("Party member, or cadre of which kind.")),
            Field("ability", "能否联户", 12, _("Able to help, or why not.")),
            Field("capacity", "联户上限", 10, _("The most households."), Kind.WHOLE),
            SINCE, UNTIL,
        )  # fmt: skip

    def count(self, question: Question, *, most: int | None = None) -> int:
        return counted(self._of(question), most=most)

    def rows(self, question: Question) -> Iterator[Row]:
        for member in self._of(question).iterator(chunk_size=2000):
            user, ability = member.user, Member.Ability(member.ability_then or member.ability)
            yield Row([
                member.village.code, user.username, user.name, user.phone, member.branch.name,
                word(Member.Kind(member.kind)), word(ability),
                str(member.capacity if member.capacity_then is None else member.capacity_then), since(member.period), until(member.period),
            ])  # fmt: skip

    def _of(self, question: Question) -> QuerySet[Member]:
        """Of the area's villages; a grid has none of its own. Those who have left are there too."""
        started = Member.objects.able_as_of(question.on).filter(
            period__startswith__lte=question.on, village__in=question.may_take.to(Right.LINK).villages
        )
        inside = started.filter(village__code__startswith=question.area.code)
        return inside.select_related("user__phone_number", "branch", "village").order_by(
            "village__code", "pk"
        )


class Links:
    name = "links"
    label: Promise | str = _("Contact links, present and past")
    geometry = ""
    key: tuple[str, ...] = ()

    def fields(self, question: Question) -> tuple[Field, ...]:
        return (
            VILLAGE, NUMBER, HEAD,
            Field("member_code", "党员编号", 16, _("The login name, by which the imports know the person.")),
            Field("member_name", "联户党员", 14, _("The name of the account.")),
            Field("primary", "主次", 10, _("First or second contact.")),
            SINCE, UNTIL,
            Field("reason", "结束原因", 14, _("Why it ended.")),
        )  # fmt: skip

    def count(self, question: Question, *, most: int | None = None) -> int:
        return counted(self._of(question), most=most)

    def rows(self, question: Question) -> Iterator[Row]:
        details = question.scope.to(Right.DETAILS)
        for link in self._of(question).iterator(chunk_size=2000):
            home, user, reason = link.household, link.member.user, ContactLink.EndReason(link.end_reason)
            open_ = details.holds_household(pk=home.pk, village=link.village_id, grid=home.grid_id)
            yield Row([
                link.village.code, home.number, shown_name(home.head_name, details=open_),
                user.username, user.name, word(Rank.of(link)), since(link.period), until(link.period),
                word(reason) if link.end_reason else "",
            ])  # fmt: skip

    def _of(self, question: Question) -> QuerySet[ContactLink]:
        inside = question.households(grid="household__grid")
        links = ContactLink.objects.filter(inside, period__startswith__lte=question.on)
        return links.select_related("village", "household", "member__user").order_by(
            "village__code", "household__number", "period", "pk"
        )


class Leaders:
    name = "leaders"
    label: Promise | str = _("Grid leaders, attached cadres and department officers")
    geometry = ""
    key: tuple[str, ...] = ()

    def fields(self, question: Question) -> tuple[Field, ...]:
        return (
            Field("post", "岗位", 14, _("Large, medium or small grid leader, attached cadre or department officer.")),
            Field("area_code", "区域代码", 18, _("The code of the area of the post.")),
            Field("department", "部门", 20, _("Of a department officer.")),
            CODE, NAME, PHONE, SINCE, UNTIL,
        )  # fmt: skip

    def count(self, question: Question, *, most: int | None = None) -> int:
        return counted(self._of(question), most=most)

    def rows(self, question: Question) -> Iterator[Row]:
        for post in self._of(question).iterator(chunk_size=2000):
            assert post.area is not None
            yield Row([
                word(Post.Kind(post.kind)), post.area.code, post.department.name if post.department else "",
                post.user.username, post.user.name, post.user.phone,
                since(post.period), until(post.period),
            ])  # fmt: skip

    def _of(self, question: Question) -> QuerySet[Post]:
        """For those who fill posts; the phone of a leader is on every card."""
        own = question.may_take.to(Right.APPOINT)
        if not own.holds_code(question.area.code):
            return Post.objects.none()
        held = Post.objects.filter(kind__in=LEADERS, period__startswith__lte=question.on)
        inside = held.filter(area__code__startswith=question.area.code)
        return inside.select_related("user", "area", "department").order_by(
            "area__code", "kind", "period", "pk"
        )
