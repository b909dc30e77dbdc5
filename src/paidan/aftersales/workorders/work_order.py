"""The work order as an object.

What people type is theirs; moments, counts and scores are read-only, because dispatch, visits, surveys and the portal
write them as things happen. The clocks of a promise are no fields: they live with the promise.
"""

from __future__ import annotations

from paidan.aftersales.workorders.choices import priority_field, source_field, status_field
from paidan.aftersales.workorders.faults import CATEGORIES, CAUSES, DISSATISFACTION
from paidan.builder.objects.shaping import ChoiceDraft
from paidan.builder.objects.shipping import choice, field, link, section, shipped

TYPES: tuple[ChoiceDraft, ...] = (
    choice("repair", "维修", "Repair", "orange"),
    choice("install", "安装", "Installation", "blue"),
    choice("maintain", "保养", "Maintenance", "green"),
    choice("inspect", "巡检", "Inspection", "teal"),
    choice("consult", "咨询", "Question", "grey"),
    choice("complaint", "投诉", "Complaint", "red"),
)

COVERS: tuple[ChoiceDraft, ...] = (
    choice("in_warranty", "保内", "In warranty", "green"),
    choice("out_of_warranty", "保外", "Out of warranty", "orange"),
    choice("contract", "合同", "Contract", "blue"),
)

_REPORT = section(
    "report",
    "报修内容",
    "Report",
    field(
        "number", "serial", "工单号", "Number", template="WO-{yyyyMMdd}-{0000}", in_list=True, portal=True, system=True
    ),
    field(
        "title",
        "text",
        "标题",
        "Title",
        help=("一句话说明问题。", "The problem in one sentence."),
        max_length=120,
        in_list=True,
        portal=True,
        system=True,
    ),
    field(
        "type",
        "choice",
        "工单类型",
        "Type",
        choices=TYPES,
        default="repair",
        required=True,
        in_list=True,
        index=True,
        portal=True,
    ),
    status_field(portal=True),
    priority_field(),
    source_field(),
    field("category", "cascade", "故障分类", "Fault", choices=CATEGORIES, in_list=True, portal=True),
    field(
        "description",
        "long_text",
        "问题描述",
        "Description",
        help=("客户怎么说就怎么写。", "In the customer's own words."),
        portal=True,
    ),
    field("photos", "image", "照片", "Photos", most=9, portal=True),
)

_CUSTOMER = section(
    "customer",
    "客户与设备",
    "Customer and asset",
    link("customer", "customer", "客户", "Customer", in_list=True),
    field("contact_name", "text", "联系人姓名", "Contact's name", max_length=60, portal=True),
    field("contact_phone", "phone", "联系电话", "Contact's phone", sensitive=True, index=True, portal=True),
    link("contact", "contact", "联系人", "Contact"),
    link("site", "site", "服务地点", "Site"),
    link("asset", "asset", "设备", "Asset", portal=True),
    field(
        "cover",
        "choice",
        "保修性质",
        "Cover",
        help=("报修当天是否在保修或合同内。", "Whether warranty or contract covered it on the day of the report."),
        choices=COVERS,
        in_list=True,
    ),
    field("address", "address", "服务地址", "Address", sensitive=True, portal=True),
    link("region", "region", "服务区域", "Region", in_list=True),
)

_DISPATCH = section(
    "dispatch",
    "派工",
    "Dispatch",
    link("required_skill", "skill", "所需技能", "Skill needed"),
    field("required_level", "integer", "所需技能等级", "Level needed", min=1, max=5),
    field(
        "estimated_minutes",
        "integer",
        "预计工时（分钟）",
        "Estimated minutes",
        help=("现场作业时间，不含路程。", "Time on site, without the way there."),
        min=5,
        max=2880,
    ),
    field(
        "promised_from",
        "datetime",
        "约定上门（起）",
        "Promised from",
        help=("答应客户的上门时间段。", "The arrival window that the customer was promised."),
        in_list=True,
        index=True,
        portal=True,
    ),
    field("promised_until", "datetime", "约定上门（止）", "Promised until", portal=True),
    field("engineer", "person", "工程师", "Engineer", in_list=True, index=True, portal=True),
    field("helpers", "people", "协助工程师", "Helpers"),
)

_PROGRESS = section(
    "progress",
    "进度",
    "Progress",
    field("first_response_at", "datetime", "首次响应时间", "First response at", readonly=True),
    field("dispatched_at", "datetime", "派单时间", "Dispatched at", readonly=True, portal=True),
    field("accepted_at", "datetime", "接单时间", "Accepted at", readonly=True, portal=True),
    field("arrived_at", "datetime", "到达时间", "Arrived at", readonly=True, portal=True),
    field("resolved_at", "datetime", "解决时间", "Resolved at", readonly=True, index=True, portal=True),
    field("closed_at", "datetime", "完成时间", "Closed at", readonly=True, portal=True),
    field("reopened_count", "integer", "重新打开次数", "Times reopened", readonly=True, default=0, min=0),
    field("urged_count", "integer", "催单次数", "Times urged", readonly=True, default=0, min=0, portal=True),
    field("last_urged_at", "datetime", "最近催单时间", "Last urged at", readonly=True, portal=True),
)

_RESULT = section(
    "result",
    "处理结果",
    "Result",
    field("result", "text", "处理结论", "Result", max_length=200, portal=True),
    field("cause", "choice", "故障原因", "Cause", choices=CAUSES, in_list=True),
    field("solution", "long_text", "处理过程", "What was done", portal=True),
    field("photos_before", "image", "维修前照片", "Photos before", most=9, portal=True),
    field("photos_after", "image", "维修后照片", "Photos after", most=9, portal=True),
    field("signature", "signature", "客户签名", "Customer's signature", portal=True),
)

_SATISFACTION = section(
    "satisfaction",
    "客户评价",
    "Satisfaction",
    field("csat_score", "rating", "满意度", "Score", best=5, readonly=True, in_list=True, portal=True),
    field("csat_reasons", "choices", "不满意原因", "Reasons", choices=DISSATISFACTION, readonly=True, portal=True),
    field("csat_comment", "long_text", "评价留言", "Comment", readonly=True, portal=True),
    field("csat_at", "datetime", "评价时间", "Rated at", readonly=True, portal=True),
)

WORK_ORDER = shipped(
    "work_order", "工单", "Work order", _REPORT, _CUSTOMER, _DISPATCH, _PROGRESS, _RESULT, _SATISFACTION
)
