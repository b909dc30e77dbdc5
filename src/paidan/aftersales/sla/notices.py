"""The words of alarms: one template per notice, so that an administrator can put his own in their place."""

from __future__ import annotations

from paidan.aftersales.sla.clock import TargetKind
from paidan.aftersales.sla.policies import TARGET_NAMES
from paidan.kernel.i18n import LANGUAGES, Label, load_catalogue
from paidan.platform.notifications.rendering import Variable, Words
from paidan.platform.notifications.templates import EMAIL, IN_APP, MessageTemplate, NotificationKind

WARNED, BREACHED, ESCALATED = "sla.notice.warned", "sla.notice.breached", "sla.notice.escalated"

KIND = NotificationKind("sla", {"zh-CN": "SLA 预警与超时", "en": "Promises at risk or broken"})

_VARIABLES = (
    Variable("number", {"zh-CN": "编号", "en": "number"}, "WO-20261116-0001"),
    Variable("title", {"zh-CN": "标题", "en": "title"}, {"zh-CN": "冰箱不制冷", "en": "Fridge does not cool"}),
    Variable("target", {"zh-CN": "时限", "en": "target"}, TARGET_NAMES[TargetKind.RESOLUTION]),
)
_PERCENT = Variable("percent", {"zh-CN": "百分比", "en": "percent"}, "80")


def _template(key: str, label: Label) -> MessageTemplate:
    sentence = load_catalogue()[key]
    inbox = {one: Words(sentence[one], "{title}") for one in LANGUAGES}
    mail = {one: Words(sentence[one], "{title}\n\n{link}") for one in LANGUAGES}
    extra = (_PERCENT,) if key == WARNED else ()
    return MessageTemplate(key, KIND.key, label, {IN_APP: inbox, EMAIL: mail}, variables=(*_VARIABLES, *extra))


TEMPLATES = (
    _template(WARNED, {"zh-CN": "SLA 预警", "en": "Target nearly used"}),
    _template(BREACHED, {"zh-CN": "SLA 超时", "en": "Target passed"}),
    _template(ESCALATED, {"zh-CN": "SLA 升级", "en": "Escalation"}),
)
