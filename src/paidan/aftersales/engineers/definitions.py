"""The objects of this room: skill, engineer with their skills, roster shift and leave."""

from __future__ import annotations

from paidan.builder.objects.shipping import choice, field, link, links, section, shipped

SKILL = shipped(
    "skill",
    "技能",
    "Skill",
    section(
        "basic",
        "基本信息",
        "Basics",
        field("name", "text", "名称", "Name", required=True, in_list=True, max_length=60),
        field(
            "code",
            "text",
            "技能代码",
            "Skill code",
            help=("规则、接口和导入用它指代这项技能。", "Rules, the API and imports name the skill by it."),
            required=True,
            unique=True,
            in_list=True,
            max_length=40,
        ),
        field(
            "category",
            "choice",
            "技能类别",
            "Category",
            choices=(
                choice("product", "产品", "Product", "blue"),
                choice("work", "作业", "Kind of work", "teal"),
                choice("certificate", "持证", "Certified work", "amber"),
                choice("it", "信息系统", "IT", "violet"),
            ),
            in_list=True,
        ),
        field(
            "certificate_needed",
            "yes_no",
            "需要证书",
            "Needs a certificate",
            help=("证书过期的人不再派此类工单。", "Whoever's certificate has lapsed is not sent."),
            in_list=True,
        ),
        field("description", "long_text", "说明", "Description"),
    ),
    title="{name}",
)

ENGINEER = shipped(
    "engineer",
    "工程师",
    "Engineer",
    section(
        "basic",
        "基本信息",
        "Basics",
        field("name", "text", "姓名", "Name", required=True, in_list=True, max_length=60),
        field(
            "person",
            "person",
            "账号",
            "Account",
            help=("登录系统、接收工单的人。", "Who signs in and is given the orders."),
            required=True,
            index=True,
            in_list=True,
        ),
        field(
            "status",
            "choice",
            "状态",
            "Status",
            choices=(
                choice("active", "可派单", "Can be sent", "green"),
                choice("paused", "暂停派单", "Paused", "amber"),
                choice("left", "已离职", "Left", "grey"),
            ),
            default="active",
            required=True,
            in_list=True,
        ),
        field(
            "cost_class",
            "choice",
            "成本等级",
            "Cost class",
            choices=(
                choice("standard", "初级", "Standard", "grey"),
                choice("senior", "高级", "Senior", "blue"),
                choice("expert", "专家", "Expert", "violet"),
            ),
            default="standard",
            in_list=True,
        ),
    ),
    section(
        "reach",
        "区域与能力",
        "Reach",
        links(
            "regions",
            "region",
            "服务区域",
            "Regions",
            help=("留空表示不限区域。", "Blank: anywhere."),
            in_list=True,
        ),
        field(
            "home_location",
            "location",
            "出发位置",
            "Starts from",
            help=("每天第一程从这里算起。", "The first way of each day is reckoned from here."),
            sensitive=True,
        ),
        field("daily_cap", "integer", "每日上限（次）", "Visits a day, at most", min=0, max=50, default=6),
        field("open_cap", "integer", "在手上限（单）", "Open orders, at most", min=0, max=200, default=12),
        field("skills", "subform", "技能清单", "Skills", object="engineer_skill"),
    ),
    section("more", "其他", "More", field("notes", "long_text", "备注", "Notes")),
    title="{name}",
)

ENGINEER_SKILL = shipped(
    "engineer_skill",
    "工程师技能",
    "Engineer's skill",
    section(
        "basic",
        "基本信息",
        "Basics",
        link("skill", "skill", "技能", "Skill", required=True, in_list=True),
        field("level", "integer", "等级", "Level", min=1, max=5, default=1, required=True, in_list=True),
        field("certificate_number", "text", "证书编号", "Certificate number", max_length=80, in_list=True),
        field(
            "valid_until",
            "date",
            "有效期至",
            "Valid until",
            help=("当天仍有效；留空表示长期。", "Still valid on that day; blank: for ever."),
            in_list=True,
        ),
    ),
    parent="engineer",
)

ROSTER_SHIFT = shipped(
    "roster_shift",
    "班次",
    "Shift",
    section(
        "basic",
        "基本信息",
        "Basics",
        field("person", "person", "人员", "Person", required=True, index=True, in_list=True),
        field("day", "date", "日期", "Day", required=True, index=True, in_list=True),
        field("starts_at", "datetime", "开始时间", "From", required=True, in_list=True),
        field("ends_at", "datetime", "结束时间", "Until", required=True, in_list=True),
        field("break_minutes", "integer", "休息（分钟）", "Break (minutes)", min=0, max=480),
        field("notes", "text", "备注", "Notes", max_length=200),
    ),
    title="{day}",
)

LEAVE = shipped(
    "leave",
    "请假",
    "Leave",
    section(
        "basic",
        "基本信息",
        "Basics",
        field("person", "person", "人员", "Person", required=True, index=True, in_list=True),
        field("starts_at", "datetime", "开始时间", "From", required=True, index=True, in_list=True),
        field("ends_at", "datetime", "结束时间", "Until", required=True, in_list=True),
        field(
            "reason",
            "choice",
            "请假原因",
            "Reason",
            choices=(
                choice("annual", "年假", "Annual leave", "green"),
                choice("sick", "病假", "Sick leave", "orange"),
                choice("personal", "事假", "Personal leave", "blue"),
                choice("training", "培训", "Training", "violet"),
                choice("other", "其他", "Other", "grey"),
            ),
            required=True,
            in_list=True,
        ),
        field("notes", "text", "备注", "Notes", max_length=200),
    ),
    title="{reason}",
)

OBJECTS = (SKILL, ENGINEER, ENGINEER_SKILL, ROSTER_SHIFT, LEAVE)
"""Each after those it points at; a subform after the object it belongs to."""
