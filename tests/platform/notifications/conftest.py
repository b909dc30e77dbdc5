"""A product with a mail server, a template of its own, three people, and requests that name their actor."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from tests.platform.calling import ByHeader
from tests.platform.notifications.smtp import MailServer

from paidan.features import FEATURES
from paidan.kernel.clock import ManualClock
from paidan.kernel.database import Tx
from paidan.kernel.feature import Feature
from paidan.kernel.product import Product, build_product
from paidan.kernel.settings import Settings
from paidan.platform.identity.tables import people
from paidan.platform.notifications.rendering import Variable, Words
from paidan.platform.notifications.templates import EMAIL, IN_APP, MessageTemplate, NotificationKind

ASSIGNED = MessageTemplate(
    key="test.assigned",
    kind="test.work",
    label={"zh-CN": "派单通知", "en": "Order assigned"},
    variables=(
        Variable("number", {"zh-CN": "工单号", "en": "order number"}, "WO-1"),
        Variable("customer", {"zh-CN": "客户名称", "en": "customer"}, {"zh-CN": "示例公司", "en": "Sample Ltd"}),
        Variable("status", {"zh-CN": "状态", "en": "status"}, {"zh-CN": "处理中", "en": "open"}),
        Variable("due", {"zh-CN": "到期时间", "en": "due"}, "2026-11-16T10:00:00.000Z", kind="moment"),
    ),
    texts={
        IN_APP: {
            "zh-CN": Words("新工单 {工单号}", "{客户名称},{状态},{到期时间} 前"),
            "en": Words("New order {number}", "{customer}, {status}, by {due}"),
        },
        EMAIL: {
            "zh-CN": Words("[{工单号}] 新工单", "{收件人},您好:\n{客户名称}\n{链接}"),
            "en": Words("[{number}] New order", "Dear {recipient},\n{customer}\n{link}"),
        },
    },
)
WORK = NotificationKind("test.work", {"zh-CN": "我的工作", "en": "My work"}, frozenset({EMAIL}))
PEOPLE = (
    (101, "安娜", "ann@example.com", "zh-CN", "", True),
    (102, "Ben", "ben@example.com", "en", "Europe/Berlin", True),
    (103, "Gone", "gone@example.com", "en", "", False),
    (104, "Mute", "", "en", "", True),
)


@pytest.fixture
async def mail_server() -> AsyncIterator[MailServer]:
    server = MailServer()
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def mail_settings(settings: Settings, mail_server: MailServer) -> Settings:
    """Settings that name the test's mail server; tests without one override this."""
    mail = {"smtp_host": "127.0.0.1", "smtp_port": mail_server.port, "smtp_tls": "none"}
    given = {**mail, "mail_from": "Paidan <service@example.com>", "public_url": "https://desk.example.com"}
    return settings.model_copy(update=given)


@pytest.fixture
async def product(mail_settings: Settings, clock: ManualClock) -> AsyncIterator[Product]:
    outside = Feature(
        name="test", summary="Actors and templates of the tests.", contributes=[ByHeader(), ASSIGNED, WORK]
    )
    built = build_product(mail_settings, (*FEATURES, outside), clock)
    await built.database.write(add_people)
    yield built
    await built.close()


def add_people(tx: Tx) -> None:
    common = {
        "phone": "", "title": "", "password_hash": None, "must_change_password": False, "preferences": {},
        "created_at": tx.now, "updated_at": tx.now, "rev": 1,
    }  # fmt: skip
    for number, name, email, language, zone, active in PEOPLE:
        login = f"person{number}"
        row = {"id": number, "name": name, "login": login, "login_key": login, "email": email, "active": active}
        tx.insert(people, {**common, **row, "language": language, "time_zone": zone})
