"""What may be granted about messages."""

from __future__ import annotations

from paidan.platform.permissions.permission import Permission

MANAGE = Permission(
    "notifications.manage",
    {"zh-CN": "管理消息", "en": "Manage messages"},
    {
        "zh-CN": "修改消息模板，查看已发和未发出的邮件，重新发送。",
        "en": "Change message templates, see which mail was sent and which was not, and send it again.",
    },
)
