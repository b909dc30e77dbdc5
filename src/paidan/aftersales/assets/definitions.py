"""The objects of this room: product model and asset.

Whether an asset is under warranty depends on the day one asks about, so it is no stored field: compare `warranty_until`
with that day.
"""

from __future__ import annotations

from paidan.builder.objects.shaping import ChoiceDraft
from paidan.builder.objects.shipping import choice, field, link, links, section, shipped

PRODUCT_CATEGORIES: tuple[ChoiceDraft, ...] = (
    choice("refrigerator", "冰箱", "Refrigerator", "blue"),
    choice("air_conditioner", "空调", "Air conditioner", "teal"),
    choice("washing_machine", "洗衣机", "Washing machine", "violet"),
    choice("water_heater", "热水器", "Water heater", "orange"),
    choice("range_hood", "油烟机", "Range hood", "grey"),
    choice("gas_stove", "燃气灶", "Gas stove", "red"),
    choice("dishwasher", "洗碗机", "Dishwasher", "green"),
    choice("water_purifier", "净水器", "Water purifier", "amber"),
    choice("television", "电视", "Television", "pink"),
    choice("other", "其他", "Other", "brown"),
)

PRODUCT_MODEL = shipped(
    "product_model",
    "产品型号",
    "Product model",
    section(
        "basic",
        "基本信息",
        "Basics",
        field("name", "text", "名称", "Name", required=True, in_list=True, max_length=120),
        field("code", "text", "型号", "Model code", required=True, unique=True, in_list=True, max_length=60),
        field(
            "category",
            "choice",
            "产品类别",
            "Category",
            choices=PRODUCT_CATEGORIES,
            required=True,
            in_list=True,
            index=True,
        ),
        field("brand", "text", "品牌", "Brand", in_list=True, index=True, max_length=60),
        field(
            "warranty_months",
            "integer",
            "保修期（月）",
            "Warranty (months)",
            help=("自保修起始日算起。", "Counted from the day the warranty begins."),
            min=0,
            max=600,
            default=12,
            in_list=True,
        ),
        links(
            "skills",
            "skill",
            "所需技能",
            "Skills needed",
            help=("上门维修此型号的人要会这些。", "Whoever repairs this model must have them."),
        ),
    ),
    section(
        "more",
        "资料",
        "Documents",
        field("description", "long_text", "说明", "Description"),
        field("images", "image", "图片", "Pictures"),
    ),
    title="{name} {code}",
)

ASSET = shipped(
    "asset",
    "设备",
    "Asset",
    section(
        "basic",
        "基本信息",
        "Basics",
        field(
            "serial_number",
            "text",
            "序列号",
            "Serial number",
            required=True,
            unique=True,
            in_list=True,
            max_length=80,
            portal=True,
        ),
        link("product_model", "product_model", "产品型号", "Product model", required=True, in_list=True, portal=True),
        field(
            "status",
            "choice",
            "状态",
            "Status",
            choices=(
                choice("in_service", "在用", "In service", "green"),
                choice("stopped", "停用", "Stopped", "amber"),
                choice("scrapped", "报废", "Scrapped", "grey"),
            ),
            default="in_service",
            required=True,
            in_list=True,
        ),
        link("customer", "customer", "客户", "Customer", in_list=True),
        link("site", "site", "安装地点", "Site", in_list=True),
    ),
    section(
        "warranty",
        "安装与保修",
        "Installation and warranty",
        field("installed_on", "date", "安装日期", "Installed on", portal=True),
        field("warranty_from", "date", "保修起始日", "Warranty from", portal=True),
        field(
            "warranty_until",
            "date",
            "保修截止日",
            "Warranty until",
            help=("当天仍在保修内。", "Still under warranty on that day."),
            in_list=True,
            index=True,
            portal=True,
        ),
        field("warranty_proof", "file", "购买凭证", "Proof of purchase"),
    ),
    section(
        "service",
        "服务",
        "Service",
        field(
            "qr_token",
            "text",
            "二维码标识",
            "QR token",
            help=(
                "贴在设备上的二维码指向它，扫码即可报修。",
                "The code on the asset points to it; scanning it opens a report.",
            ),
            readonly=True,
            unique=True,
            max_length=64,
        ),
        field("last_engineer", "person", "上次服务工程师", "Last engineer", in_list=True),
        field("notes", "long_text", "备注", "Notes"),
    ),
    title="{serial_number}",
)

OBJECTS = (PRODUCT_MODEL, ASSET)
