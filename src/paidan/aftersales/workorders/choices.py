"""Choices that every kind of order shares: statuses over the fixed categories, priorities, channels.

Clocks, metrics and rules of the product speak of the keys and categories; the words are the company's to change.
"""

from __future__ import annotations

from paidan.builder.objects.shaping import ChoiceDraft, FieldDraft
from paidan.builder.objects.shipping import choice, field

STATUSES: tuple[ChoiceDraft, ...] = (
    choice("new", "待受理", "New", "blue", category="new"),
    choice("dispatching", "派单中", "Dispatching", "violet", category="open"),
    choice("assigned", "已派单", "Assigned", "violet", category="open"),
    choice("accepted", "已接单", "Accepted", "teal", category="open"),
    choice("on_site", "处理中", "On site", "teal", category="open"),
    choice("waiting_parts", "等备件", "Waiting for parts", "amber", category="waiting_internal"),
    choice("waiting_customer", "等客户", "Waiting for customer", "amber", category="waiting_customer"),
    choice("done", "待客户确认", "Awaiting confirmation", "green", category="resolved"),
    choice("closed", "已完成", "Closed", "grey", category="closed"),
    choice("cancelled", "已取消", "Cancelled", "grey", category="cancelled"),
)

PRIORITIES: tuple[ChoiceDraft, ...] = (
    choice("urgent", "紧急", "Urgent", "red"),
    choice("high", "高", "High", "orange"),
    choice("normal", "普通", "Normal", "blue"),
    choice("low", "低", "Low", "grey"),
)
"""The most urgent first."""

SOURCES: tuple[ChoiceDraft, ...] = (
    choice("portal", "网页报修", "Web form", "blue"),
    choice("phone", "电话", "Phone", "teal"),
    choice("qr", "扫码", "QR code", "green"),
    choice("api", "接口", "API", "violet"),
    choice("mail", "邮件", "E-mail", "amber"),
    choice("agent", "客服代建", "Agent", "grey"),
    choice("import", "导入", "Import", "brown"),
)
"""The channel that an order came in by."""


def status_field(*, portal: bool = False) -> FieldDraft:
    """Where an order stands. Flows and dispatch move it; every status belongs to one of the seven categories."""
    return field(
        "status",
        "choice",
        "状态",
        "Status",
        choices=STATUSES,
        default="new",
        required=True,
        in_list=True,
        portal=portal,
    )


def priority_field() -> FieldDraft:
    """How urgent an order is."""
    return field(
        "priority",
        "choice",
        "优先级",
        "Priority",
        choices=PRIORITIES,
        default="normal",
        required=True,
        in_list=True,
        index=True,
    )


def source_field() -> FieldDraft:
    """The channel that an order came in by."""
    return field("source", "choice", "来源渠道", "Channel", choices=SOURCES, default="agent", in_list=True)
