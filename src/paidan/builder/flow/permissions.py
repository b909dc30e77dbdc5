"""What may be granted about flows."""

from __future__ import annotations

from paidan.platform.permissions.permission import Permission

MANAGE_FLOWS = Permission(
    "flow.manage",
    {"zh-CN": "设计流程", "en": "Design flows"},
    {"zh-CN": "绘制、检查、试跑和发布流程。", "en": "Draw, check, try out and publish flows."},
)
ADMINISTER_FLOWS = Permission(
    "flow.administer",
    {"zh-CN": "管理运行中的流程", "en": "Administer running flows"},
    {
        "zh-CN": "挂起、恢复、终止、跳转运行中的流程,改派任务,并接收无人可派的任务。",
        "en": "Suspend, resume, terminate and move running flows, reassign tasks, and receive tasks for which nobody is found.",
    },
)
