"""The IT incident as an object: faults of information systems, as an operations centre writes them down.

The Chinese labels are the column headers of such a centre's spreadsheets, so that an import finds each field by itself.
Fields whose words differ from firm to firm take new options from an import.
"""

from __future__ import annotations

from typing import Any

from paidan.aftersales.workorders.choices import priority_field, source_field, status_field
from paidan.builder.objects.shaping import ChoiceDraft, FieldDraft
from paidan.builder.objects.shipping import choice, field, section, shipped

_YES_NO: tuple[ChoiceDraft, ...] = (choice("yes", "是", "Yes"), choice("no", "否", "No"))


def _open_choice(
    key: str, zh: str, en: str, *choices: ChoiceDraft, in_list: bool = False, index: bool = False
) -> FieldDraft:
    """A choice that an import may add options to."""
    return field(key, "choice", zh, en, choices=choices, add_missing=True, in_list=in_list, index=index)


def _flag(key: str, zh: str, en: str) -> FieldDraft:
    return field(key, "yes_no", zh, en)


def _moment(key: str, zh: str, en: str, **settings: Any) -> FieldDraft:
    return field(key, "datetime", zh, en, **settings)


_BASIC = section(
    "basic",
    "基本信息",
    "Basics",
    field("number", "serial", "事件编号", "Number", template="INC-{yyyyMMdd}-{0000}", in_list=True, system=True),
    status_field(),
    priority_field(),
    source_field(),
    field("source_id", "integer", "id", "Source id"),
    field("source_line", "integer", "序号", "Source line"),
)

_OBJECT = section(
    "object",
    "影响范围",
    "Affected",
    _open_choice("unit", "单位简称", "Unit", in_list=True, index=True),
    _open_choice("affected_system", "影响对象", "Affected system", in_list=True, index=True),
    _open_choice(
        "deploy_type",
        "部署类型",
        "Deployment",
        choice("level_1", "一级部署", "First level"),
        choice("level_2", "二级部署", "Second level"),
        choice("headquarters", "总部业务应用", "Headquarters"),
    ),
    _open_choice("anomaly_type", "异常类型", "Anomaly", in_list=True, index=True),
    _open_choice("anomaly_detail", "异常类型细项", "Anomaly in detail"),
    field("phenomenon", "long_text", "问题现象", "What was observed", in_list=True),
    _open_choice(
        "risk_level",
        "风险事例等级",
        "Risk level",
        choice("level_1", "一级", "Level 1", "red"),
        choice("level_2", "二级", "Level 2", "orange"),
        choice("level_3", "三级", "Level 3", "amber"),
    ),
    _flag("outage", "有无停运", "Outage"),
)

_TIMES = section(
    "times",
    "时间",
    "Times",
    _moment("started_at", "故障开始时间", "Started at", in_list=True, index=True),
    _moment("found_at", "故障发现（确认）时间", "Found at"),
    _moment("confirmed_at", "故障监测确认时间", "Confirmed by monitoring at"),
    _moment("dispatcher_told_at", "通知省级调度时间（运检中心）", "Provincial dispatch told at"),
    _moment("ended_at", "故障结束时间", "Ended at", in_list=True),
    field("reported_hours", "decimal", "故障时长（小时）", "Reported hours", digits=4),
    field("reported_minutes", "decimal", "故障时长（分钟）", "Reported minutes", digits=2),
    field(
        "duration_minutes",
        "formula",
        "计算时长（分钟）",
        "Minutes from start to end",
        help=(
            "由开始和结束时间算出，可与上报时长对照。",
            "Reckoned from start and end, to compare with what was reported.",
        ),
        text="INMINUTES({ended_at} - {started_at})",
        result="number",
        digits=2,
        in_list=True,
    ),
    field("month", "text", "月份", "Month", max_length=20),
    field("day", "text", "日期", "Day", max_length=20),
    field("hour", "integer", "时刻", "Hour", min=0, max=24),
    _open_choice("on_working_day", "是否工作日", "On a working day", *_YES_NO),
    _open_choice("in_working_hours", "是否工作时段", "In working hours", *_YES_NO),
    field("interruption_hours", "text", "中断时间分布", "Hours interrupted", max_length=60),
)

_CAUSE = section(
    "cause",
    "原因",
    "Cause",
    _open_choice("component", "故障组件", "Component", in_list=True, index=True),
    _open_choice("cause", "形成原因", "Cause", in_list=True, index=True),
    _open_choice("cause_detail", "形成原因细类", "Cause in detail"),
    field("analysis", "long_text", "原因分析", "Analysis"),
    _open_choice("by_load", "是否因业务量大", "Because of load", *_YES_NO, choice("unknown", "未知", "Unknown")),
    _flag("typical", "是否典型", "Typical"),
)

_HANDLING = section(
    "handling",
    "处理与整改",
    "Handling",
    field("handling", "long_text", "故障处理过程", "What was done"),
    field("measures", "long_text", "整改措施", "Measures"),
    field("measures_done", "text", "整改措施是否落实", "Measures carried out", max_length=200),
    field("measures_proof", "text", "整改措施佐证材料", "Proof of the measures", max_length=500),
    _flag("emergency_repair", "紧急抢修", "Emergency repair"),
    _flag("finished", "是否办结", "Finished"),
)

_DISCOVERY = section(
    "discovery",
    "发现",
    "Discovery",
    _open_choice("found_by", "监控发现方式", "Found by"),
    _open_choice("found_by_detail", "监控发现方式细类", "Found by, in detail"),
    _flag("user_report", "有无用户申告", "Reported by users"),
)

_REPORTING = section(
    "reporting",
    "通报与报告",
    "Reporting",
    _flag("dispatch_sheet", "调度联系单", "Dispatch sheet"),
    _flag("assessed", "考核数据", "Assessed"),
    _flag("morning_slides", "早会PPT", "Morning slides"),
    _flag("brief", "简报", "Brief"),
    _flag("weekly_report", "周报", "Weekly report"),
    _flag("morning_sms", "早会短信", "Morning text message"),
    _flag("fault_sms", "故障短信", "Fault text message"),
    _flag("report_submitted", "是否提交故障报告", "Fault report handed in"),
    _moment("report_first_at", "故障报告第一次提交时间", "Fault report first handed in at"),
    _moment("report_accepted_at", "故障报告合格时间", "Fault report accepted at"),
    field("report_hours", "decimal", "报告提交时长（小时）", "Hours until handed in", digits=4),
    field("report_accepted_hours", "decimal", "报告合格时间（小时）", "Hours until accepted", digits=4),
    _open_choice(
        "report_on_time",
        "是否按时提交正式报告",
        "Formal report on time",
        choice("on_time", "按时", "On time", "green"),
        choice("late", "超时", "Late", "red"),
    ),
    field("link", "text", "连接", "Link", max_length=500),
)

IT_INCIDENT = shipped(
    "it_incident",
    "IT 事件",
    "IT incident",
    _BASIC,
    _OBJECT,
    _TIMES,
    _CAUSE,
    _HANDLING,
    _DISCOVERY,
    _REPORTING,
    title="{unit} {affected_system} {anomaly_detail}",
)
