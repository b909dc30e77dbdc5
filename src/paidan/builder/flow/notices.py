"""The words of flows: one template per notice, so that an administrator can put his own in their place."""

from __future__ import annotations

from paidan.kernel.i18n import LANGUAGES, Label, load_catalogue
from paidan.platform.notifications.rendering import Variable, Words
from paidan.platform.notifications.templates import EMAIL, IN_APP, MessageTemplate, NotificationKind

TASKS = NotificationKind("flow.tasks", {"zh-CN": "待办任务", "en": "Tasks"})
REMINDERS = NotificationKind("flow.reminders", {"zh-CN": "催办与超时", "en": "Reminders and overdue tasks"})
TROUBLE = NotificationKind("flow.trouble", {"zh-CN": "流程异常", "en": "Flows that need an administrator"})

_NODE = Variable("node", {"zh-CN": "节点", "en": "node"}, {"zh-CN": "主管审批", "en": "Approval"})
_NUMBER = Variable("number", {"zh-CN": "编号", "en": "number"}, "WO-20261116-0001")
_TITLE = Variable("title", {"zh-CN": "标题", "en": "title"}, {"zh-CN": "冰箱不制冷", "en": "Fridge does not cool"})
_BY = Variable("by", {"zh-CN": "催办人", "en": "by"}, {"zh-CN": "李雷", "en": "Li Lei"})
_SINCE = Variable("since", {"zh-CN": "等待自", "en": "since"}, "2026-11-16T01:00:00.000Z", "moment")

_LABELS: dict[str, tuple[NotificationKind, Label]] = {
    "task_opened": (TASKS, {"zh-CN": "新的待办", "en": "New task"}),
    "task_moved": (TASKS, {"zh-CN": "待办已转走", "en": "Task moved away"}),
    "copied": (TASKS, {"zh-CN": "抄送", "en": "Copied in"}),
    "reminder": (REMINDERS, {"zh-CN": "待办提醒", "en": "Reminder"}),
    "urged": (REMINDERS, {"zh-CN": "催办", "en": "Urged"}),
    "escalated": (REMINDERS, {"zh-CN": "超时上报", "en": "Escalated"}),
    "nobody_found": (TROUBLE, {"zh-CN": "流程需要处理", "en": "Flow needs an administrator"}),
}


def _template(name: str, kind: NotificationKind, label: Label) -> MessageTemplate:
    key = f"flow.notice.{name}"
    sentence = load_catalogue()[key]
    inbox = {one: Words(sentence[one], "{number} {title}") for one in LANGUAGES}
    mail = {one: Words(f"{sentence[one]} {{number}}", "{number} {title}\n\n{link}") for one in LANGUAGES}
    extra = (_BY, _SINCE) if name == "urged" else ()
    texts = {IN_APP: inbox, EMAIL: mail}
    return MessageTemplate(key, kind.key, label, texts, variables=(_NODE, _NUMBER, _TITLE, *extra))


TEMPLATES = tuple(_template(name, kind, label) for name, (kind, label) in _LABELS.items())
KINDS = (TASKS, REMINDERS, TROUBLE)
