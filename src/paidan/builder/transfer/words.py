"""Words: when two names mean the same column, and two spellings the same option.

Full-width and half-width forms, upper and lower case, spaces and punctuation make no difference; what stands in
brackets behind a name is its unit or a remark.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_BRACKETS = re.compile(r"[(\[【〔{<《]([^()\[\]【】〔〕{}<>《》]*)[)\]】〕}>》]")
_NOT_WORDS = re.compile(r"[^\w%]+|_")

UNITS: dict[str, str] = {
    "秒": "second", "s": "second", "sec": "second", "second": "second", "seconds": "second",
    "分": "minute", "分钟": "minute", "min": "minute", "mins": "minute", "minute": "minute", "minutes": "minute",
    "时": "hour", "小时": "hour", "钟头": "hour", "h": "hour", "hr": "hour", "hrs": "hour", "hour": "hour", "hours": "hour",
    "天": "day", "日": "day", "d": "day", "day": "day", "days": "day",
    "元": "one", "千元": "thousand", "万元": "ten_thousand", "万": "ten_thousand", "百万元": "million", "亿元": "hundred_million",
}  # fmt: skip
"""Units that stand in brackets behind a column's name, or behind a number."""

SYNONYMS: tuple[frozenset[str], ...] = tuple(
    frozenset(words.split())
    for words in (
        "标题 主题 题目 名称 概述 摘要 title subject summary name",
        "描述 问题描述 问题现象 故障现象 故障描述 现象 报修内容 内容 详情 description problem symptom details",
        "开始时间 故障开始时间 发生时间 故障发生时间 起始时间 startedat startedon start starttime occurredat began",
        "结束时间 故障结束时间 恢复时间 故障恢复时间 完成时间 解决时间 endedat end endtime finishedat recoveredat resolvedat",
        "创建时间 建单时间 报修时间 登记时间 提交时间 受理时间 createdat created createdon reportedat openedat",
        "关闭时间 办结时间 结案时间 closedat closed",
        "电话 手机 手机号 手机号码 电话号码 联系电话 联系方式 来电号码 phone mobile tel telephone phonenumber cellphone",
        "邮箱 邮件 电子邮箱 电子邮件 邮箱地址 email mail emailaddress",
        "联系人 联系人姓名 报修人 申报人 申告人 contact contactname reporter requester",
        "客户 客户名称 单位 单位名称 单位简称 公司 公司名称 customer customername company client account",
        "地址 住址 详细地址 联系地址 安装地址 服务地址 address location site",
        "负责人 处理人 工程师 维修人员 处理人员 经办人 owner assignee engineer technician handler",
        "团队 部门 班组 所属部门 所属团队 team department group",
        "状态 工单状态 处理状态 status state",
        "优先级 紧急程度 优先程度 priority urgency",
        "级别 等级 严重程度 风险等级 事件级别 severity level",
        "编号 单号 工单号 工单编号 序号 流水号 number no ticketno ticketid orderno",
        "设备 设备名称 资产 产品 产品名称 asset device equipment product",
        "型号 产品型号 设备型号 规格型号 model modelno",
        "序列号 设备序列号 机身号 sn serial serialno serialnumber",
        "原因 故障原因 形成原因 问题原因 cause reason rootcause",
        "原因分析 故障分析 分析 analysis causeanalysis",
        "处理过程 故障处理过程 处理结果 处理措施 维修过程 解决方案 解决办法 resolution solution handling actions",
        "整改措施 预防措施 改进措施 prevention preventiveaction correctiveaction",
        "影响对象 影响系统 受影响系统 系统 系统名称 affectedsystem system service",
        "类型 分类 类别 异常类型 故障类型 工单类型 type category kind",
        "备注 说明 附注 remark remarks note notes comment comments",
        "金额 费用 价格 总价 amount cost price fee",
        "数量 件数 quantity qty count",
        "时长 故障时长 用时 耗时 持续时间 duration downtime",
    )
)
"""Names that people give the same thing. Each line is one thing."""


@lru_cache(maxsize=20_000)
def normal(text: str) -> str:
    """Return a name without what makes no difference: 'Ｓ/N ' and 's n' are one. Punctuation alone stays as it is."""
    folded = unicodedata.normalize("NFKC", text).casefold().strip()
    return _NOT_WORDS.sub("", folded) or folded


@lru_cache(maxsize=20_000)
def spelling(text: str) -> str:
    """Return an option without what makes no difference between spellings: width, case and spaces.

    Signs stay, because A+ and A- are two grades.
    """
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def without_brackets(text: str) -> str:
    """Return a name without the remark in brackets behind it; the whole when nothing else is left."""
    folded = unicodedata.normalize("NFKC", text)
    bare = _BRACKETS.sub(" ", folded).strip()
    return bare or folded


def unit_of(text: str) -> str | None:
    """Return the unit in brackets behind a name (second, minute, hour, day, ten_thousand, …), if there is a known one."""
    for remark in _BRACKETS.findall(unicodedata.normalize("NFKC", text)):
        unit = UNITS.get(remark.strip().casefold().removeprefix("单位").lstrip(":： "))
        if unit:
            return unit
    return None


def likeness(first: str, second: str) -> float:
    """Return how alike two names are, 0 to 1, and 1 only when they are the same after `normal`."""
    a, b = normal(first), normal(second)
    if a == b:
        return 1.0
    bare_a, bare_b = normal(without_brackets(first)), normal(without_brackets(second))
    if bare_a == bare_b:
        return 0.95
    if any(bare_a in group and bare_b in group for group in SYNONYMS):
        return 0.85
    short, long = sorted((bare_a, bare_b), key=len)
    within = 0.55 + 0.3 * len(short) / len(long) if len(short) >= 2 and short in long else 0.0
    return max(within, 0.8 * _shared_pairs(bare_a, bare_b))


def _shared_pairs(a: str, b: str) -> float:
    """The Dice coefficient of the pairs of neighbouring characters."""
    first, second = _pairs(a), _pairs(b)
    total = len(first) + len(second)
    return 2 * len(first & second) / total if total else 0.0


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}
