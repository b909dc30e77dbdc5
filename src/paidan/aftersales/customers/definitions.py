"""The objects of this room: region, customer, contact and site."""

from __future__ import annotations

from paidan.builder.objects.shaping import ChoiceDraft
from paidan.builder.objects.shipping import choice, field, link, section, shipped

LEVELS: tuple[ChoiceDraft, ...] = (
    choice("normal", "普通", "Standard", "grey"),
    choice("vip", "VIP", "VIP", "violet"),
    choice("key", "重点", "Key account", "amber"),
)
"""客户等级: what queues and promises look at."""

REGION = shipped(
    "region",
    "服务区域",
    "Region",
    section(
        "basic",
        "基本信息",
        "Basics",
        field("name", "text", "名称", "Name", required=True, in_list=True, max_length=60),
        field(
            "code",
            "text",
            "区域代码",
            "Region code",
            help=("规则、接口和导入用它指代这个区域。", "Rules, the API and imports name the region by it."),
            required=True,
            unique=True,
            in_list=True,
            max_length=40,
        ),
        field("notes", "long_text", "备注", "Notes"),
    ),
    title="{name}",
)

CUSTOMER = shipped(
    "customer",
    "客户",
    "Customer",
    section(
        "basic",
        "基本信息",
        "Basics",
        field("name", "text", "名称", "Name", required=True, in_list=True, index=True, max_length=120),
        field(
            "kind",
            "choice",
            "客户类型",
            "Kind",
            choices=(choice("person", "个人", "Person", "teal"), choice("company", "企业", "Company", "blue")),
            default="person",
            in_list=True,
        ),
        field(
            "level",
            "choice",
            "客户等级",
            "Level",
            help=("影响排队顺序和服务承诺。", "Decides the place in the queue and what is promised."),
            choices=LEVELS,
            default="normal",
            in_list=True,
            index=True,
        ),
        field(
            "source",
            "choice",
            "客户来源",
            "Source",
            choices=(
                choice("service", "报修", "Service request"),
                choice("sale", "销售", "Sale"),
                choice("dealer", "经销商", "Dealer"),
                choice("ecommerce", "电商", "Online shop"),
                choice("import", "导入", "Import"),
            ),
        ),
    ),
    section(
        "contact",
        "联系方式",
        "Contact",
        field("phone", "phone", "电话", "Phone", sensitive=True, in_list=True, index=True),
        field("email", "email", "邮箱", "E-mail", sensitive=True),
        field("address", "address", "地址", "Address", sensitive=True),
        link("region", "region", "所在区域", "Region", in_list=True),
    ),
    section(
        "service",
        "服务偏好",
        "Service",
        field(
            "banned_engineers",
            "people",
            "不派的工程师",
            "Engineers not to send",
            help=("派单时不会派给这些人。", "Dispatch never sends them to this customer."),
        ),
        field("notes", "long_text", "备注", "Notes"),
    ),
    title="{name}",
)

CONTACT = shipped(
    "contact",
    "联系人",
    "Contact",
    section(
        "basic",
        "基本信息",
        "Basics",
        link("customer", "customer", "客户", "Customer", required=True, in_list=True),
        field("name", "text", "姓名", "Name", required=True, in_list=True, max_length=60),
        field("phone", "phone", "电话", "Phone", sensitive=True, in_list=True, index=True),
        field("email", "email", "邮箱", "E-mail", sensitive=True, in_list=True),
        field("job_title", "text", "职务", "Job title", max_length=60),
        field(
            "is_main",
            "yes_no",
            "主要联系人",
            "Main contact",
            help=("建单时优先带出。", "Filled in first on a new order."),
            in_list=True,
        ),
        field("notes", "long_text", "备注", "Notes"),
    ),
    title="{name}",
)

SITE = shipped(
    "site",
    "服务地点",
    "Site",
    section(
        "basic",
        "基本信息",
        "Basics",
        link("customer", "customer", "客户", "Customer", required=True, in_list=True),
        field("name", "text", "名称", "Name", required=True, in_list=True, max_length=120),
        field(
            "address",
            "address",
            "地址",
            "Address",
            help=("带上定位，派单才能计算路程。", "With its position, so that dispatch can reckon the way."),
            required=True,
            sensitive=True,
            in_list=True,
        ),
        link("region", "region", "服务区域", "Region", in_list=True),
    ),
    section(
        "access",
        "上门须知",
        "Access",
        link("contact", "contact", "现场联系人", "Contact on site"),
        field(
            "access_hours",
            "text",
            "可上门时间",
            "Access hours",
            help=("例如：工作日 9:00–18:00，需提前登记。", "For example: weekdays 9:00–18:00, register beforehand."),
            max_length=200,
        ),
        field("notes", "long_text", "备注", "Notes"),
    ),
    title="{name}",
)

OBJECTS = (REGION, CUSTOMER, CONTACT, SITE)
"""Each after those it points at."""
