"""The visit as an object: one planned journey to a site. An order may need several."""

from __future__ import annotations

from paidan.builder.objects.shaping import ChoiceDraft
from paidan.builder.objects.shipping import choice, field, link, section, shipped

VISIT_STATUSES: tuple[ChoiceDraft, ...] = (
    choice("planned", "待上门", "Planned", "blue", category="new"),
    choice("travelling", "在途", "On the way", "violet", category="open"),
    choice("on_site", "现场作业", "On site", "teal", category="open"),
    choice("done", "已结束", "Done", "green", category="closed"),
    choice("cancelled", "已取消", "Cancelled", "grey", category="cancelled"),
)

VISIT_RESULTS: tuple[ChoiceDraft, ...] = (
    choice("fixed", "已修复", "Fixed", "green"),
    choice("part_missing", "缺备件", "Part missing", "amber"),
    choice("wrong_part", "备件不对", "Wrong part", "amber"),
    choice("no_access", "无法进入", "No access", "orange"),
    choice("customer_absent", "客户不在", "Nobody in", "orange"),
    choice("skill_missing", "需要其他技能", "Another skill needed", "violet"),
    choice("stage_done", "分阶段完成", "Stage finished", "teal"),
    choice("not_fixed", "未修复", "Not fixed", "red"),
)
"""How a visit ended. Whether an order was fixed at the first visit is told by these."""

VISIT = shipped(
    "visit",
    "上门",
    "Visit",
    section(
        "plan",
        "安排",
        "Plan",
        link("work_order", "work_order", "工单", "Work order", required=True, in_list=True),
        field("engineer", "person", "工程师", "Engineer", required=True, index=True, in_list=True),
        field(
            "status",
            "choice",
            "状态",
            "Status",
            choices=VISIT_STATUSES,
            default="planned",
            required=True,
            in_list=True,
        ),
        field("planned_from", "datetime", "计划到达", "Planned from", index=True, in_list=True),
        field("planned_until", "datetime", "计划结束", "Planned until", in_list=True),
    ),
    section(
        "on_site",
        "现场",
        "On site",
        field("checked_in_at", "datetime", "签到时间", "Checked in at", in_list=True),
        field("check_in_location", "location", "签到位置", "Checked in where", sensitive=True),
        field("checked_out_at", "datetime", "签退时间", "Checked out at", in_list=True),
        field("result", "choice", "上门结果", "Result", choices=VISIT_RESULTS, in_list=True),
        field("notes", "long_text", "备注", "Notes"),
    ),
)
