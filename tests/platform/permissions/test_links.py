"""Links for customers: bound to one record, over when they should be."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from paidan.platform.permissions.access import FieldRight, access_of, can, field_right, grants_for
from paidan.platform.permissions.errors import LinkOver
from paidan.platform.permissions.links import (
    check_link,
    customer_actor,
    find_link,
    issue_link,
    list_links,
    open_link,
    phone_fits,
    revoke_links,
)
from paidan.platform.permissions.tables import customer_links


def issue(tx, **changes):
    facts = {
        "object_key": "work_order",
        "record_id": 77,
        "purpose": "follow",
        "fields": {"title": FieldRight.READ, "rating": FieldRight.EDIT},
        "actions": ["read", "rate"],
        "contact_name": "陈女士",
        "phone": "138 1234 5678",
    }
    return issue_link(tx, **{**facts, **changes})


def test_a_customer_reaches_exactly_what_the_link_names(tx):
    token = issue(tx)

    actor = customer_actor(open_link(tx, token), "en")

    access = access_of(actor)
    assert (actor.kind, actor.id, actor.name, actor.source, actor.language) == (
        "customer",
        77,
        "陈女士",
        "portal",
        "en",
    )
    assert [grant.scope.record_ids for grant in grants_for(access, "work_order", "rate")] == [{77}]
    assert not can(access, "work_order", "update")
    assert not can(access, "customer", "read")
    assert field_right(access, "work_order", "rating") is FieldRight.EDIT
    assert field_right(access, "work_order", "internal_note") is FieldRight.HIDDEN


def test_a_token_is_long_safe_in_an_address_and_stored_only_as_a_digest(tx):
    token = issue(tx)

    assert len(token) >= 22
    assert all(sign.isascii() and (sign.isalnum() or sign in "-_") for sign in token)
    stored = repr(tx.all(sa.select(customer_links)))
    assert token not in stored
    assert "1234 5678" not in stored
    assert "12345678" not in stored
    assert token not in repr([event.data() for event in tx.announced])


@pytest.mark.parametrize("wrong", ["", "x", "../../etc/passwd", "%00"])
def test_an_unknown_link_is_over(tx, wrong):
    issue(tx)
    with pytest.raises(LinkOver):
        open_link(tx, wrong)


def test_a_link_is_over_from_the_moment_it_expires(tx):
    token = issue(tx, expires_at=tx.now + timedelta(days=1))
    link = tx.get(find_link(token))

    assert check_link(link, tx.now + timedelta(days=1, milliseconds=-1)) == link
    with pytest.raises(LinkOver):
        check_link(link, tx.now + timedelta(days=1))


def test_links_of_a_record_are_withdrawn_by_purpose_or_all(tx):
    follow, rate, other = issue(tx), issue(tx, purpose="rate"), issue(tx, record_id=78)

    assert revoke_links(tx, record_id=77, purpose="rate") == 1
    with pytest.raises(LinkOver):
        open_link(tx, rate)
    open_link(tx, follow)

    assert revoke_links(tx, record_id=77) == 1
    with pytest.raises(LinkOver):
        open_link(tx, follow)
    open_link(tx, other)
    assert len(tx.read(list_links(77))) == 2


def test_use_is_written_down(tx):
    token = issue(tx)
    open_link(tx, token)
    assert tx.get(find_link(token)).last_used_at == tx.now


@pytest.mark.parametrize(
    ("phone", "fits"), [("13812345678", True), ("+86 138-1234-5678", True), ("13812345679", False), ("", False)]
)
def test_the_phone_number_of_a_contact_can_be_checked_but_not_read(tx, phone, fits):
    token = issue(tx)
    link = tx.get(find_link(token))
    assert phone_fits(link, token, phone) is fits
    assert not phone_fits(link, "another token", phone)


def test_a_link_without_a_phone_number_fits_none(tx):
    token = issue(tx, phone=None)
    assert not phone_fits(tx.get(find_link(token)), token, "")
