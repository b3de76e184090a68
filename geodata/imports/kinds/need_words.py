"""How lists of needs call things: kinds, urgencies, levels, states, answers and sources, and the county's own categories."""

import hashlib
import re
from collections.abc import Mapping, Sequence

from geodata.base import periods, wording
from geodata.files import columns as read
from geodata.needs.settings_models import NeedCategory

KINDS = {
    "problem": "问题 困难 困难问题 难题 投诉 反映",
    "suggestion": "建议 意见 意见建议",
    "dispute": "矛盾纠纷 纠纷 矛盾",
    "request": "求助 诉求 需求 请求 咨询",
}
URGENCIES = {"1": "一般 普通 正常 ordinary", "2": "紧急 急 加急 urgent", "3": "特急 紧急突发 emergency"}
LEVELS = {
    "1": "村级 村 社区 village",
    "2": "乡镇级 乡镇 乡级 镇级 街道 township",
    "3": "县级 县 区级 county",
}
STATES = {
    "new": "待受理 未受理 待办 待处理 未办 未办结 未解决 新增 否",
    "accepted": "已受理 受理",
    "consulting": "会商中",
    "assigned": "已交办 交办",
    "in_progress": "办理中 正在办理 处理中 在办",
    "done": "已办结 办结 已完成 完成 已解决 解决 已处理 办理完毕 是",
    "followed_up": "已回访",
    "closed": "已销号 销号 已归档 归档 已结案 结案",
    "declined": "不予受理",
    "withdrawn": "已撤回 撤回",
    "merged": "已合并",
}
ANSWERS = {
    "satisfied": "满意 很满意 非常满意",
    "mostly": "基本满意 比较满意",
    "not": "不满意",
    "none": "未答复 无 未回访 无回复",
}
SOURCES = {
    "visit": "走访 入户走访",
    "office": "来访 上门",
    "phone": "来电 电话",
    "meeting": "会议 碰头会",
    "campaign": "专项行动",
    "resident": "群众自报 自报",
    "hotline": "热线 12345 12345热线",
    "ledger": "原有台账 台账",
}
YES = {"yes": "是 敏感", "no": "否 不敏感"}
LETTERS = str.maketrans("0123456789abcdef", "abcdefghijklmnop")
MOST_ASKED = 30
"""Names of categories that a person maps one by one; more of them are another column."""


def plain(text: str) -> str:
    return re.sub(r"\s", "", read.usual(text)).casefold()


def key_of(name: str) -> str:
    """Under which what a person decides about a name is kept: small letters alone, as keys of questions are."""
    digest = hashlib.sha256(plain(name).encode()).hexdigest()[:12]
    return f"category_{digest.translate(LETTERS)}"


class Categories:
    """The county's categories by any of their names, or by what a person has decided of a name."""

    def __init__(self, answers: Mapping[str, str]) -> None:
        known = list(NeedCategory.objects.order_by("period", "code"))
        self.rows = list(NeedCategory.objects.filter(periods.covers(periods.today())))
        self.codes = {row.code for row in self.rows}
        # One that has ended is known by its name: what was recorded under it comes back as no change.
        self._named = {
            plain(form): row.code
            for row in [*known, *self.rows]
            for form in (row.code, row.name, row.name_en)
            if form
        }
        self._answers = answers

    def code(self, name: str) -> str | None:
        answer = self._answers.get(key_of(name), "")
        return self._named.get(plain(name)) or (answer if answer in self.codes else None)

    def known(self, name: str) -> bool:
        return plain(name) in self._named

    def choices(self) -> tuple[tuple[str, str], ...]:
        return tuple((row.code, str(row)) for row in self.rows)

    def names(self) -> str:
        return wording.listed(str(row) for row in self.rows)


def unknown(said: Sequence[str | None], categories: Categories) -> dict[str, str]:
    """Names that are none of ours, as the file writes them first, by their key."""
    found: dict[str, str] = {}
    for name in filter(None, said):
        if not categories.known(name):
            found.setdefault(key_of(name), name)
    return found
