"""What may be granted about dispatch."""

from paidan.platform.permissions.permission import Permission

ASSIGN = Permission(
    "dispatch.assign",
    {"zh-CN": "人工派单", "en": "Assign by hand"},
    {
        "zh-CN": "查看待派工单和派单理由，人工指派工程师，重新自动派单。",
        "en": "See orders that wait for somebody and why, assign engineers by hand, let the engine look again.",
    },
)
POLICIES = Permission(
    "dispatch.manage",
    {"zh-CN": "管理派单规则", "en": "Manage dispatch rules"},
    {"zh-CN": "查看和修改派单规则与权重。", "en": "See and change dispatch rules and weights."},
)
