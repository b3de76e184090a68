"""Which field a heading means: what offices really write, from fixtures/rosters (sources beside the file)."""

import csv
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from django.utils.translation import gettext as _

from geodata.base import texts
from geodata.base.errors import BadInput
from geodata.base.wording import in_english, listed
from geodata.files.table import Table

SEEN = Path(__file__).resolve().parents[2] / "fixtures" / "rosters" / "column_headings.csv"

# Headings beyond those collected: our own exports, English ones, and those of division tables.
MORE = {
    "code": "code;代码;编码;区划代码;行政区划代码;统计用区划代码;网格编码;网格代码;网格编号;行政村编号;行政村编码;行政村代码;村编码;村代码;社区编码;adcode;乡镇代码;乡镇编码",
    "parent_code": "parent_code;上级代码;上级编码",
    "level": "level;级别;层级",
    "kind": "kind;类别;类型;城乡分类",
    "name": "name;名称;区划名称;网格名称;村名;社区名称;乡镇名称",
    "village_code": "village_code;village code;村代码;村编码;村(社区)代码;行政村代码;行政村编码;行政村编号;社区编码",
    "village": "village;村(社区)",
    "township": "township;乡镇(街道)",
    "grid": "grid;grid_code;grid code;网格;网格代码;网格编码",
    "group": "group;villager group;村民小组;村组;小组",
    "household_no": "household_no;number;household number;户号;户编号",
    "head_name": "head_name;head of household;head;户主",
    "phone": "phone;phones;电话;手机;外出联系电话;外出电话;本人电话",
    "family_size": "family_size;size;persons;人口;人口数;家庭人口;常住人口",
    "address": "address;住址;家庭住址",
    "building": "building;楼栋;楼栋号",
    "entrance": "entrance;单元;单元号",
    "door": "door;房号;户室号",
    "occupancy": "occupancy;居住状态;居住情况",
    "lon": "lon;lng;longitude;easting;东坐标",
    "lat": "lat;latitude;northing;北坐标",
    # Persons: of a list of members or leaders themselves, and of a household's contact.
    "person_name": "person_name;姓名;人员姓名;党员姓名;联户党员;联户党员姓名;网格长;网格长姓名;责任人;干部姓名;name",
    "person_code": "person_code;username;登录名;账号;工号;人员编号;党员编号",
    "person_phone": "person_phone;phone;联系电话;联系方式;手机号;手机号码;手机;电话;党员电话;网格长电话",
    "member_name": "member_name;member;联户党员;联户党员姓名;联系党员;党员姓名;联系人;联系人姓名;责任党员;帮联党员",
    "member_code": "member_code;党员编号;党员账号;联系人编号",
    "member_phone": "member_phone;党员电话;党员联系电话;联户党员电话;联系人电话;联系人手机",
    "branch": "branch;支部;党支部;所在支部;所属支部;所在党支部;所属党支部;党组织;所属党组织;党小组",
    "ability": "ability;能否联户;联户能力;能否履职;履职情况;不能联户原因",
    "member_kind": "member_kind;人员类别;联户人员类别;联户党员类别",
    "capacity": "capacity;联户上限;可联户数;最多联户数;联系户数上限",
    "since": "since;from;起始日期;开始日期;起始时间;开始时间;生效日期;任职日期;任职时间;联系开始日期;入册日期;认定日期;认定时间",
    "until": "until;to;结束日期;截止日期;终止日期;结束时间;截止时间;离任日期;离任时间;退出日期",
    "primary": "primary;联系类型;第一联系人;是否第一联系人;主次;联系顺序",
    "reason": "reason;end_reason;结束原因;终止原因;变更原因;调整原因",
    "post": "post;duty;岗位;职务;网格职务;岗位类型;网格长级别",
    "department": "department;部门;所属部门;所在部门;部门名称;职能部门",
    "department_code": "department_code;code;部门代码;部门编码;代码;编码",
    "name_en": "name_en;英文名称;英文名;部门英文名称",
    "area_code": "area_code;网格代码;网格编码;网格编号;区域代码;区划代码",
    "visit_key": "visit_key;key;走访编号;记录编号;台账编号;走访记录编号",
    "day": "day;date;日期;走访日;走访日期;走访时间;入户日期",
    "visitors": "visitors;visitor;走访人;走访人员;走访干部;走访党员;走访领导;走访人姓名",
    "mode": "mode;走访方式;走访形式;走访类型;联系方式类型",
    "outcome": "outcome;走访结果;是否见到;见面情况;是否走访;是否有效走访",
    "note": "note;走访内容;走访情况;走访记录;了解情况;走访具体事项;简报;备注",
    "category": "category;care_category;类别;关爱类别;人群类别;对象类别;人员类别;特殊群体类别;困难类型",
    "resident": "resident;对象姓名;人员姓名;成员姓名;关爱对象;居民姓名",
    "birth_year": "birth_year;出生年份;出生年;出生日期;出生年月",
    "relation": "relation;关系;与户主关系",
    "died_on": "died_on;died;死亡日期;去世日期;死亡时间;去世时间",
    "moved_out_on": "moved_out_on;moved out;迁出日期;搬离日期;迁出时间",
    "where": "where;外出地点;外出地;外出去向;去向;务工地点;务工地;务工地址",
    "stays": "stays;who_stays;留守人员;留守情况;在家留守人员",
    "source": "source;来源;数据来源;认定依据;依据",
    "verified_on": "verified_on;verified;核实日期;核查日期;核实时间;数据日期",
    # Needs: a village's own ledger, and the list of a hotline.
    "need_key": "need_key;民情编号;台账编号;事项编号;登记编号;编号",
    "hotline_no": "hotline_no;工单编号;工单号;热线编号;热线工单编号;诉求编号;受理编号;编号",
    "raised_on": "raised_on;反映日期;反映时间;登记日期;登记时间;受理日期;受理时间;诉求时间;来电时间;排查日期;日期",
    "need_kind": "need_kind;事项类型;诉求类型;问题类型;民情类型;事项性质;类型",
    "need_category": "need_category;事项类别;诉求类别;问题类别;民情类别;诉求分类;问题分类;类别;分类",
    "urgency": "urgency;紧急程度;缓急程度",
    "need_title": "need_title;事项标题;诉求标题;问题标题;事项名称;标题",
    "need_text": "need_text;事项内容;反映内容;诉求内容;问题内容;反映问题;民情内容;来电内容;具体内容;诉求描述;问题描述;内容",
    "need_place": "need_place;地点;事发地点;诉求地点;问题地点;发生地点;事发地址;诉求地址;详细地址",
    "need_source": "need_source;来源渠道;反映渠道;诉求来源;来源方式;来源",
    "source_number": "source_number;来源编号;原编号;原单号",
    "need_state": "need_state;办理状态;办理进度;处理状态;工单状态;办结情况;是否办结;是否解决",
    "need_level": "need_level;办理层级;处置层级",
    "need_result": "need_result;办理结果;处理结果;处置结果;办理情况;处理情况;答复内容;解决情况",
    "settled_on": "settled_on;办结日期;办结时间;完成日期;完成时间;处理日期",
    "need_answer": "need_answer;满意度;满意情况;群众满意度;回访结果;是否满意",
    "due": "due;办理时限;办结时限;限办日期;到期日期;截止日期;截止时间;要求办结日期",
    "sensitive": "sensitive;是否敏感;敏感事项",
    # A department's list of who receives a policy.
    "policy": "policy;政策;政策名称;补贴项目;补助项目;项目名称;政策编码",
    "as_of": "as_of;名单日期;截至日期;发放日期;发放时间",
    "amount": "amount;金额;发放金额;补贴金额;补助金额;金额（元）",
}
# A heading of the collection that two fields share: 镇 alone is a township, 村民小组 stands in `group`.
NOT_HERE = {"village": {"镇"}, "head_name": {"姓名"}}
WEAK = {"姓名": "head_name", "name": "head_name"}
"""Headings that mean the head of a household when no better one is there."""

_ID_WORDS = re.compile(r"身份证|证件号|公民身份|id_?card|id_?number", re.IGNORECASE)


_CODES = re.compile(r"编码|代码|code\)?$", re.IGNORECASE)


def says_codes(heading: str) -> bool:
    """Beside a column of names, one of codes is what a place is known by."""
    return bool(_CODES.search(plain(heading)))


_DATUM = re.compile(r"[(_ ]*(wgs|gcj|bd|cgcs)[-_ ]?(84|02|09|2000)\)?\s*$", re.IGNORECASE)


def said_datum(headings: Iterable[str]) -> str:
    """The datum that headings of coordinates name, such as 经度(WGS84); "" where none does or they differ."""
    matches = (_DATUM.search(unicodedata.normalize("NFKC", heading)) for heading in headings)
    named = {(one[1] + one[2]).casefold() if one else "" for one in matches}
    return named.pop() if len(named) == 1 else ""


def plain(heading: str) -> str:
    """A heading without what people vary: full width, spaces, capitals, a mark for "required", the datum."""
    text = unicodedata.normalize("NFKC", texts.seen(heading))
    text = re.sub(r"\((必填|选填|可选|required|[0-9]+)\)", "", _DATUM.sub("", text))
    return re.sub(r"[\s*:·•‐‑–—-]", "", text).casefold()


@lru_cache
def seen() -> dict[str, str]:
    """Field → headings of the collection, with semicolons between."""
    with SEEN.open(encoding="utf-8", newline="") as file:
        return {row["canonical"]: row["headings_seen"] for row in csv.DictReader(file)}


@lru_cache
def vocabulary() -> frozenset[str]:
    """Every plain heading that means something to some import: by it a line of headings is known."""
    texts = [*MORE, *map(in_english, MORE), *MORE.values(), *seen().values()]
    return frozenset(plain(heading) for text in texts for heading in text.split(";") if heading)


def completed(beginning: str) -> str:
    """The only known heading that begins so, or the beginning itself: of names that a format has cut."""
    candidates = [heading for heading in vocabulary() if heading.startswith(plain(beginning))]
    return candidates[0] if len(candidates) == 1 else beginning


@lru_cache
def known(fields: tuple[str, ...]) -> dict[str, str]:
    """Plain heading → field, for the fields that an import takes. What two of them may mean is the first one's."""
    fields_of: dict[str, str] = {}
    for field in fields:
        for heading in f"{field};{in_english(field)};{seen().get(field, '')};{MORE.get(field, '')}".split(
            ";"
        ):
            if heading and heading not in NOT_HERE.get(field, ()):
                fields_of.setdefault(plain(heading), field)
    return fields_of


def holds_ids(heading: str) -> bool:
    """Does the heading announce ID numbers?"""
    return bool(_ID_WORDS.search(plain(heading)))


def recognise(
    table: Table,
    fields: Iterable[str],
    *,
    several: Iterable[str] = (),
    chosen: Mapping[str, str | Sequence[str]] | None = None,
) -> dict[str, list[str]]:
    """Field → headings of the table. `chosen` says by hand which heading a field has, "" that it has none.

    Only the fields in `several` may have more than one; of others the column of codes counts where there is a single
    one. BadInput: a chosen heading is not there, or two columns look like the same field.
    """
    by_hand = {
        field: [heading_or_several] if isinstance(heading_or_several, str) else list(heading_or_several)
        for field, heading_or_several in (chosen or {}).items()
    }
    taken = [heading for headings in by_hand.values() for heading in headings if heading]
    missing = next((heading for heading in taken if heading not in table.headings), None)
    if missing is not None:
        raise BadInput(
            _("The file has no column “%(name)s”.") % {"name": missing},
            field="column",
            value=missing,
            remedy=_("Its columns: %(names)s") % {"names": listed(table.headings)},
        )
    columns = {field: headings for field, headings in by_hand.items() if any(headings)}
    names = known(tuple(field for field in fields if field not in by_hand))
    free = [heading for heading in table.headings if heading not in taken and not holds_ids(heading)]
    for heading in free:
        if field := names.get(plain(heading)):
            columns.setdefault(field, []).append(heading)
    for heading in free:
        field = WEAK.get(plain(heading), "")
        if field in names.values() and field not in columns:
            columns[field] = [heading]
    for field, headings in columns.items():
        if len(headings) > 1 and field not in set(several):
            coded = [heading for heading in headings if says_codes(heading)]
            if len(coded) == 1:
                columns[field] = coded
                continue
            raise BadInput(
                _("The columns %(names)s look like the same thing.") % {"names": listed(headings)},
                field="column",
                value=headings[0],
                remedy=_("Keep one, or say which with --column %(field)s=HEADING.") % {"field": field},
            )
    return columns


def proposed(
    table: Table, fields: Iterable[str], *, several: Iterable[str], before: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Heading → field ("": not used), for a person to confirm. `before` is what was confirmed last time.

    Where two columns look like the same field, the one of codes has it, else the first.
    """
    names, confirmed = known(tuple(fields)), dict(before or {})
    mapping: dict[str, str] = {}
    for heading in table.headings:
        field = confirmed.get(heading, names.get(plain(heading), "") if not holds_ids(heading) else "")
        other = next(
            (name for name, own in mapping.items() if own == field and field not in set(several)), ""
        )
        if field and other not in confirmed and says_codes(heading) and not says_codes(other):
            mapping |= {other: ""} if other else {}
            other = ""
        mapping[heading] = field if field in names.values() and not other else ""
    for heading in table.headings:
        field = WEAK.get(plain(heading), "")
        if heading not in confirmed and field in names.values() and field not in mapping.values():
            mapping[heading] = field
    return mapping


def by_field(mapping: Mapping[str, str], fields: Iterable[str]) -> dict[str, list[str]]:
    """Heading → field turned round: every field, with its headings or [""]."""
    return {field: [heading for heading, own in mapping.items() if own == field] or [""] for field in fields}
