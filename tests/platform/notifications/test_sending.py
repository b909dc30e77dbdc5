"""Mail leaves after the commit, once, and whatever the mail server does nothing is lost."""

import asyncio

import pytest
import sqlalchemy as sa
from tests.platform.calling import person

from paidan.kernel.actor import Actor
from paidan.kernel.database import Query
from paidan.kernel.errors import Conflict
from paidan.kernel.events.tables import events
from paidan.platform.files.uploading import store_bytes
from paidan.platform.notifications.email_channel import EmailChannel
from paidan.platform.notifications.errors import AddressInvalid, TemplateUnknown
from paidan.platform.notifications.notifying import notify
from paidan.platform.notifications.outbound import find_outbound, list_outbound, send_mail, send_message
from paidan.platform.notifications.sending import LEASE, TRIES, claim, send_due, settle_failed, settle_sent
from paidan.platform.notifications.texts import list_edited

ANN, BEN = 101, 102
PARAMS = {"number": "WO-7", "customer": "华东电机"}
TO = "kunde@example.com"
MANAGER = person(1, "notifications.manage")


async def mail(product, to=TO, params=PARAMS, **facts):
    return await product.database.write(send_mail, to, "test.assigned", params, **facts)


async def state_of(product, message_id):
    found = await product.database.find(find_outbound(message_id))
    return found.state, found.reason


async def test_a_mail_to_a_customer_arrives_once(product, mail_server):
    message_id = await mail(product, params={**PARAMS, "link": "https://desk.example.com/p/abc"}, language="en")
    assert mail_server.mails == []

    assert await send_due(product) == 1
    assert await send_due(product) == 0
    (arrived,) = mail_server.mails
    assert mail_server.recipients == [[TO]]
    assert arrived["Subject"] == "[WO-7] New order"
    assert arrived["From"] == "Paidan <service@example.com>"
    assert arrived["Message-ID"] == f"<paidan.{message_id}@example.com>"
    assert arrived["Auto-Submitted"] == "auto-generated"
    plain, html = arrived.get_body(("plain",)).get_content(), arrived.get_body(("html",)).get_content()
    assert "华东电机\nhttps://desk.example.com/p/abc" in plain.replace("\r\n", "\n")
    assert '<a href="https://desk.example.com/p/abc">' in html
    assert await state_of(product, message_id) == ("sent", None)


async def test_a_colleague_gets_mail_in_their_language_with_a_link_to_the_record(product, mail_server):
    await product.database.write(notify, [ANN, BEN], "test.assigned", PARAMS, object="work_order", record=50)
    await send_due(product)

    by_person = {
        mail["To"]: mail.get_body(("plain",)).get_content().replace("\r\n", "\n") for mail in mail_server.mails
    }
    assert by_person["ann@example.com"].startswith("安娜,您好:\n华东电机\nhttps://desk.example.com/o/work_order/50")
    assert by_person["ben@example.com"].startswith("Dear Ben,\n")


async def test_nothing_leaves_when_the_change_is_undone(product, mail_server):
    def change_and_fail(tx):
        send_mail(tx, TO, "test.assigned", PARAMS)
        raise Conflict

    with pytest.raises(Conflict):
        await product.database.write(change_and_fail)
    assert await send_due(product) == 0
    assert mail_server.connections == 0


async def test_a_silent_transaction_sends_nothing(product):
    def quietly(tx):
        tx.silent = True
        return send_mail(tx, TO, "test.assigned", PARAMS)

    assert await product.database.write(quietly) is None
    assert await product.database.read(list_outbound()) == []


@pytest.mark.parametrize("mood", ["busy", "dead", "hang", "vanish"])
async def test_a_mail_that_did_not_get_through_is_tried_again_under_the_same_id(
    product, mail_server, clock, monkeypatch, mood
):
    monkeypatch.setattr(EmailChannel, "timeout_seconds", 0.3)
    mail_server.moods = [mood]
    message_id = await mail(product)

    await send_due(product)
    waiting = await product.database.find(find_outbound(message_id))
    assert (waiting.state, waiting.attempts) == ("waiting", 1)
    assert waiting.error
    assert await send_due(product) == 0  # not before its pause is over

    clock.advance(seconds=31)
    await send_due(product)
    assert await state_of(product, message_id) == ("sent", None)
    assert {arrived["Message-ID"] for arrived in mail_server.mails} == {f"<paidan.{message_id}@example.com>"}
    assert len(mail_server.mails) == (2 if mood == "vanish" else 1)


async def test_no_server_at_the_address_is_waited_for(product, mail_server, clock):
    await mail_server.stop()
    message_id = await mail(product)
    await send_due(product)
    assert await state_of(product, message_id) == ("waiting", None)
    await mail_server.start()


async def test_a_refusal_for_good_is_not_repeated(product, mail_server, clock):
    mail_server.moods = ["refuse"]
    message_id = await mail(product, object="work_order", record=50)
    await send_due(product)
    clock.advance(days=1)
    assert await send_due(product) == 0
    assert await state_of(product, message_id) == ("failed", "refused")
    assert "550" in (await product.database.find(find_outbound(message_id))).error
    told = await product.database.read(
        Query(sa.select(events.c.kind, events.c.data).where(events.c.record == 50), lambda kind, data: (kind, data))
    )
    assert [(kind, data["reason"]) for kind, data in told] == [("message.failed", "refused")]


async def test_pauses_grow_and_end(product, mail_server, clock):
    mail_server.moods = ["busy"] * TRIES
    message_id = await mail(product)
    pauses = []
    for _ in range(TRIES):
        await send_due(product)
        found = await product.database.find(find_outbound(message_id))
        pauses.append(int((found.due_at - clock.now()).total_seconds()))
        clock.set(found.due_at)
    assert pauses[: TRIES - 1] == [30, 60, 120, 240, 480, 960, 1920, 3600, 3600]
    assert await state_of(product, message_id) == ("failed", "gave_up")
    assert mail_server.mails == []


async def test_of_two_processes_one_sends(product, mail_server):
    for _ in range(5):
        await mail(product)
    await asyncio.gather(*(send_due(product) for _ in range(4)))
    assert len(mail_server.mails) == 5


async def test_a_process_that_died_is_succeeded_when_its_lease_has_run_out(product, mail_server, clock):
    message_id = await mail(product)
    known = frozenset({"email"})
    ((dead,), _) = await product.database.write(claim, known=known, missing={})
    assert await send_due(product) == 0

    clock.advance(seconds=LEASE.total_seconds())
    assert await send_due(product) == 1
    assert await state_of(product, message_id) == ("sent", None)
    late = await product.database.write(settle_failed, message=dead, error="late", for_good=True)
    assert late is False
    assert await product.database.write(settle_sent, message=dead, subject="late") is False
    assert await state_of(product, message_id) == ("sent", None)


async def test_a_message_that_kills_every_process_is_given_up(product, clock):
    message_id = await mail(product)
    for _ in range(TRIES):
        claimed, _ = await product.database.write(claim, known=frozenset({"email"}), missing={})
        assert len(claimed) == 1
        clock.advance(seconds=LEASE.total_seconds())
    assert await product.database.write(claim, known=frozenset({"email"}), missing={}) == ([], 1)
    assert await state_of(product, message_id) == ("failed", "gave_up")


async def test_the_running_product_sends_by_itself(client, product, mail_server):
    message_id = await mail(product)
    async with asyncio.timeout(20):
        while (await state_of(product, message_id))[0] != "sent":
            await asyncio.sleep(0.02)
    assert len(mail_server.mails) == 1


@pytest.mark.parametrize(
    "value", ["x\r\nBcc: evil@example.com", "x\nContent-Type: text/html\n\n<script>", "x\x00\u2028y"]
)
async def test_no_value_becomes_a_header(product, mail_server, value):
    await mail(product, params={"number": value, "customer": value})
    await send_due(product)
    (arrived,) = mail_server.mails
    assert mail_server.recipients == [[TO]]
    assert arrived["Bcc"] is None
    assert arrived.get_content_type() == "multipart/alternative"
    assert "<script>" not in arrived.get_body(("html",)).get_content()


@pytest.mark.parametrize("to", ["a@b.cn\r\nBcc: x@y.z", "a@b.cn, x@y.z", "nobody", ""])
async def test_what_is_no_single_address_is_refused(product, to):
    with pytest.raises(AddressInvalid):
        await mail(product, to)
    assert await product.database.read(list_outbound()) == []


async def test_an_answer_names_the_mail_it_answers(product, mail_server):
    await mail(product, in_reply_to="<abc@customer.example>\r\nBcc: x@y.z")
    await send_due(product)
    (arrived,) = mail_server.mails
    assert arrived["In-Reply-To"].startswith("<abc@customer.example>")
    assert arrived["Bcc"] is None


async def test_files_go_along(product, mail_server):
    file_id = await store_bytes(product, Actor(kind="person", id=ANN), b"%PDF-1.7 report", "服务单.pdf")
    await mail(product, file_ids=[file_id])
    await send_due(product)
    (paper,) = mail_server.mails[0].iter_attachments()
    assert (paper.get_filename(), paper.get_content_type(), paper.get_content()) == (
        "服务单.pdf", "application/pdf", b"%PDF-1.7 report",
    )  # fmt: skip


async def test_a_channel_that_nobody_serves_says_so(product):
    message_id = await product.database.write(send_message, "sms", "13800138000", "test.assigned", PARAMS)
    await send_due(product)
    assert await state_of(product, message_id) == ("not_sent", "no_channel_sms")


async def test_an_unknown_template_is_a_fault_of_the_caller(product):
    with pytest.raises(TemplateUnknown):
        await product.database.write(send_mail, TO, "no.such.template", {})
    assert await product.database.read(list_edited([])) == []


async def test_what_became_of_a_message_can_be_seen_and_tried_again(client, product, mail_server):
    mail_server.moods = ["refuse"]
    message_id = await mail(product)
    async with asyncio.timeout(20):
        while (await state_of(product, message_id))[0] != "failed":
            await asyncio.sleep(0.02)

    page = (await client.get("/api/outbound-messages?state=failed", headers=MANAGER)).json()
    assert [(item["id"], item["reason"], item["address"]) for item in page["items"]] == [(message_id, "refused", TO)]
    again = await client.post(f"/api/outbound-messages/{message_id}/retry", headers=MANAGER)
    assert (again.status_code, again.json()["state"]) == (200, "waiting")
    async with asyncio.timeout(20):
        while (await state_of(product, message_id))[0] != "sent":
            await asyncio.sleep(0.02)
    refused = await client.post(f"/api/outbound-messages/{message_id}/retry", headers=MANAGER)
    assert (refused.status_code, refused.json()["code"]) == (409, "message.not_retriable")
