"""What may be granted about promises."""

from paidan.platform.permissions.permission import Permission

MANAGE = Permission(
    "sla.manage",
    {"zh-CN": "管理 SLA 策略", "en": "Manage SLA policies"},
    {
        "zh-CN": "查看和修改 SLA 策略：适用条件、时限、日历、预警和升级。",
        "en": "See and change SLA policies: conditions, targets, calendars, warnings and escalations.",
    },
)
