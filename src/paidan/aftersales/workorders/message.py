"""The message as an object: what was said about an order, to the customer or among colleagues."""

from __future__ import annotations

from paidan.aftersales.workorders.choices import SOURCES
from paidan.builder.objects.shipping import choice, field, link, section, shipped

MESSAGE = shipped(
    "message",
    "消息",
    "Message",
    section(
        "basic",
        "内容",
        "Content",
        link("work_order", "work_order", "工单", "Work order", required=True, in_list=True),
        field("body", "rich_text", "正文", "Text", required=True, in_list=True),
        field(
            "visibility",
            "choice",
            "可见范围",
            "Seen by",
            help=("内部备注客户永远看不到。", "A customer never sees an internal note."),
            choices=(
                choice("public", "客户可见", "Customer too", "blue"),
                choice("internal", "仅内部", "Colleagues only", "amber"),
            ),
            default="internal",
            required=True,
            index=True,
            in_list=True,
        ),
        field(
            "direction",
            "choice",
            "方向",
            "Direction",
            choices=(choice("in", "收到", "Received", "teal"), choice("out", "发出", "Sent", "blue")),
            default="out",
            required=True,
            in_list=True,
        ),
        field("channel", "choice", "渠道", "Channel", choices=SOURCES, in_list=True),
    ),
    section(
        "people",
        "人员与附件",
        "People and files",
        field("author", "person", "作者", "Author", in_list=True),
        field(
            "author_name",
            "text",
            "客户姓名",
            "Customer's name",
            help=("客户发来的消息填客户姓名。", "The customer's name when a customer wrote."),
            max_length=60,
            in_list=True,
        ),
        field("mentions", "people", "提到的人", "Mentions"),
        field("files", "file", "附件", "Files"),
        field("sent_at", "datetime", "发送时间", "Sent at", default="now", required=True, in_list=True),
    ),
)
