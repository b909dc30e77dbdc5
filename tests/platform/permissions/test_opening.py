"""Records opened to single people, reason by reason."""

from datetime import timedelta

import sqlalchemy as sa

from paidan.platform.permissions.opening import (
    ExpiredAccess,
    close_expired,
    grant_record_access,
    is_open_to,
    list_record_access,
    revoke_record_access,
)
from paidan.platform.permissions.tables import record_access

ORDER = {"object_key": "work_order", "record_id": 77}


def reasons(tx, person_id):
    return [one.reason for one in tx.read(list_record_access(77)) if one.person_id == person_id]


def open_records(tx, person_id, now):
    return [row[0] for row in tx.all(sa.select(record_access.c.record_id).where(is_open_to(person_id, now)).distinct())]


def test_a_reason_that_ends_leaves_the_others(tx):
    grant_record_access(tx, **ORDER, person_id=1, reason="task:5")
    grant_record_access(tx, **ORDER, person_id=1, reason="mention")

    revoke_record_access(tx, record_id=77, reason="task:5", person_id=1)

    assert reasons(tx, 1) == ["mention"]
    assert open_records(tx, 1, tx.now) == [77]
    assert open_records(tx, 2, tx.now) == []


def test_opening_twice_for_one_reason_tells_once_and_moves_the_end(tx):
    grant_record_access(tx, **ORDER, person_id=1, reason="task:5")
    grant_record_access(tx, **ORDER, person_id=1, reason="task:5", until=tx.now + timedelta(hours=1))

    assert [event.kind for event in tx.announced] == ["record_access.opened"]
    assert [one.until for one in tx.read(list_record_access(77))] == [tx.now + timedelta(hours=1)]


def test_a_reason_can_end_for_everybody_at_once(tx):
    for person_id in (1, 2):
        grant_record_access(tx, **ORDER, person_id=person_id, reason="task:5")

    revoke_record_access(tx, record_id=77, reason="task:5")

    assert tx.read(list_record_access(77)) == []
    closed = [(event.person_id, event.object, event.record) for event in tx.announced[-2:]]
    assert closed == [(1, "work_order", 77), (2, "work_order", 77)]


def test_taking_back_what_was_never_given_does_nothing(tx):
    revoke_record_access(tx, record_id=77, reason="task:5")
    assert tx.announced == []


def test_what_is_open_until_a_moment_is_closed_from_that_moment_on(tx):
    until = tx.now + timedelta(hours=1)
    grant_record_access(tx, **ORDER, person_id=1, reason="deputy", until=until)

    assert open_records(tx, 1, until - timedelta(milliseconds=1)) == [77]
    assert open_records(tx, 1, until) == []


def test_expired_rows_are_swept_and_others_stay(tx):
    grant_record_access(tx, **ORDER, person_id=1, reason="deputy", until=tx.now)
    grant_record_access(tx, **ORDER, person_id=1, reason="later", until=tx.now + timedelta(seconds=1))
    grant_record_access(tx, **ORDER, person_id=1, reason="always")

    assert close_expired(tx) == 1
    assert reasons(tx, 1) == ["always", "later"]
    assert tx.announced[-1].kind == "record_access.closed"


def test_the_product_sweeps_by_itself(product):
    assert any(isinstance(one, ExpiredAccess) for one in product.registry.all(ExpiredAccess))
