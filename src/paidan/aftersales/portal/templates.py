"""What the portal says in mails and messages: shipped words, which administrators may replace."""

from __future__ import annotations

from paidan.platform.notifications.rendering import Variable, Words
from paidan.platform.notifications.templates import IN_APP, MessageTemplate, NotificationKind

KIND = NotificationKind("portal", {"zh-CN": "客户动态", "en": "What customers do"})
_NUMBER = Variable("number", {"zh-CN": "工单号", "en": "order number"}, "WO-20261116-0001")

CODE = MessageTemplate(
    key="portal.code",
    kind="portal",
    label={"zh-CN": "报修验证码", "en": "Code for a report"},
    variables=(Variable("code", {"zh-CN": "验证码", "en": "code"}, "123456"),),
    texts={
        IN_APP: {
            "zh-CN": Words("报修验证码", "您的报修验证码是 {验证码}，10 分钟内有效。"),
            "en": Words("Your code", "Your code for the service request is {code}. It is good for 10 minutes."),
        }
    },
)
LINK = MessageTemplate(
    key="portal.link",
    kind="portal",
    label={"zh-CN": "进度链接", "en": "Link to the progress"},
    variables=(_NUMBER,),
    texts={
        IN_APP: {
            "zh-CN": Words("您的报修 {工单号}", "在这里查看进度、补充说明或催单：\n\n{链接}"),
            "en": Words("Your service request {number}", "Follow it, add to it or ask for haste here:\n\n{link}"),
        }
    },
)


def _notice(key: str, label: tuple[str, str], chinese: str, english: str) -> MessageTemplate:
    return MessageTemplate(
        key=key,
        kind="portal",
        label={"zh-CN": label[0], "en": label[1]},
        variables=(_NUMBER, Variable("text", {"zh-CN": "内容", "en": "text"}, "…")),
        texts={IN_APP: {"zh-CN": Words(chinese, "{内容}"), "en": Words(english, "{text}")}},
    )


URGED = _notice("portal.urged", ("客户催单", "Customer urges"), "客户催单：{工单号}", "The customer urges: {number}")
WROTE = _notice("portal.wrote", ("客户留言", "Customer wrote"), "客户留言：{工单号}", "The customer wrote: {number}")
DISPUTED = _notice(
    "portal.disputed",
    ("客户有异议", "Customer disputes"),
    "客户认为未修好：{工单号}",
    "Not done, says the customer: {number}",
)
TEMPLATES = (CODE, LINK, URGED, WROTE, DISPUTED)
