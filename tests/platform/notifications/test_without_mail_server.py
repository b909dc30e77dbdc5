"""Without a mail server the product works; what was not sent says why, and goes once there is one."""

import pytest
from tests.platform.calling import ByHeader
from tests.platform.notifications.conftest import ASSIGNED, WORK

from paidan.features import FEATURES
from paidan.kernel.feature import Feature
from paidan.kernel.product import build_product
from paidan.platform.notifications.inbox import list_notifications
from paidan.platform.notifications.notifying import notify
from paidan.platform.notifications.outbound import find_outbound, list_outbound, retry_message, send_mail
from paidan.platform.notifications.sending import send_due


@pytest.fixture
async def mail_settings(settings):
    return settings


async def test_a_mail_that_cannot_be_sent_is_visible_and_no_error(product):
    made = await product.database.write(notify, [101], "test.assigned", {"number": "WO-7"})
    await send_due(product)
    (message,) = await product.database.read(list_outbound())
    assert (message.state, message.reason, message.attempts) == ("not_sent", "no_mail_server", 0)
    assert [item.id for item in await product.database.read(list_notifications(101))] == made
    assert await send_due(product) == 0


async def test_once_there_is_a_mail_server_it_can_be_sent(product, settings, clock, mail_server):
    message_id = await product.database.write(send_mail, "a@b.cn", "test.assigned", {"number": "WO-7"})
    await send_due(product)
    await product.close()

    mail = {"smtp_host": "127.0.0.1", "smtp_port": mail_server.port, "smtp_tls": "none", "mail_from": "s@example.com"}
    outside = Feature(name="test", summary="Templates of the tests.", contributes=[ByHeader(), ASSIGNED, WORK])
    second = build_product(settings.model_copy(update=mail), (*FEATURES, outside), clock)
    try:
        await second.database.write(retry_message, message_id=message_id)
        await send_due(second)
        assert (await second.database.find(find_outbound(message_id))).state == "sent"
        assert len(mail_server.mails) == 1
    finally:
        await second.close()
