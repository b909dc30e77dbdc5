"""What every database promises to the code above it."""

import asyncio
from decimal import Decimal

import pytest
import sqlalchemy as sa

from paidan.kernel.clock import ManualClock
from paidan.kernel.database import Database, Query
from paidan.kernel.database.schema import migrate
from paidan.kernel.database.tx import Tx
from paidan.kernel.errors import Conflict, NotFound
from paidan.kernel.events.tables import events
from paidan.kernel.http.idempotency import idempotency_keys
from paidan.kernel.settings import Settings
from paidan.main import open_product

KEYS = idempotency_keys.c


def remember(tx: Tx, key: str) -> int:
    values = {
        "actor_kind": "person",
        "actor_id": tx.new_id(),
        "key": key,
        "fingerprint": "f",
        "status": 200,
        "body": "{}",
    }
    tx.insert(idempotency_keys, {**values, "at": tx.now})
    return values["actor_id"]


def all_keys() -> Query[str]:
    return Query(sa.select(KEYS.key).order_by(KEYS.actor_id), str)


async def test_many_writes_at_once_are_each_kept_once(database: Database):
    ids = await asyncio.gather(*(database.write(remember, f"k{n}") for n in range(100)))

    assert len(set(ids)) == 100
    assert sorted(await database.read(all_keys())) == sorted(f"k{n}" for n in range(100))


async def test_a_write_that_fails_takes_nobody_with_it(database: Database):
    def fail(tx: Tx) -> None:
        remember(tx, "lost")
        raise Conflict

    outcomes = await asyncio.gather(
        database.write(remember, "one"), database.write(fail), database.write(remember, "two"), return_exceptions=True
    )

    assert isinstance(outcomes[1], Conflict)
    assert sorted(await database.read(all_keys())) == ["one", "two"]


def test_ids_stay_unique_when_the_work_that_took_them_is_undone(database: Database):
    def take_many(tx: Tx, fail: bool) -> list[int]:
        ids = [tx.new_id() for _ in range(2500)]
        if fail:
            raise Conflict
        for n, _ in enumerate(ids[:3]):
            remember(tx, f"x{n}")
        return ids

    first = database.write_now(lambda tx: take_many(tx, False))
    with pytest.raises(Conflict):
        database.write_now(lambda tx: take_many(tx, True))
    second = database.write_now(lambda tx: take_many(tx, False))

    assert not set(first) & set(second)
    assert max(second) < 2**53


def test_a_moment_comes_back_as_it_went_in(tx: Tx):
    remember(tx, "a")
    assert tx.value(sa.select(KEYS.at)) == tx.now
    assert tx.value(sa.select(sa.func.count()).where(KEYS.at >= tx.now)) == 1


def test_a_missing_row_is_not_found(tx: Tx):
    with pytest.raises(NotFound):
        tx.get(all_keys())


def test_statements_of_one_shape_do_not_mix_up_their_values(tx: Tx):
    for key in ("a", "b", "c"):
        remember(tx, key)
    for key in ("a", "b", "c"):
        assert tx.value(sa.select(KEYS.key).where(KEYS.key == key)) == key
    assert [k for (k,) in tx.all(sa.select(KEYS.key).where(KEYS.key.in_(["a", "c"])).order_by(KEYS.key))] == ["a", "c"]
    assert [k for (k,) in tx.all(sa.select(KEYS.key).where(KEYS.key.in_(["b"])))] == ["b"]


def test_the_migrations_make_the_tables_that_the_code_declares(settings: Settings, clock: ManualClock, tmp_path):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from paidan.kernel.database.schema import is_core_object
    from paidan.kernel.database.tables import core_tables

    if settings.uses_postgres:
        pytest.skip("one database is enough to compare the declarations")
    product = open_product(Settings(data=tmp_path / "fresh"), clock)
    engine = product.database.engine()
    migrate(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": is_core_object, "compare_type": False})
        assert compare_metadata(context, core_tables) == []
    product.database.close()


def test_decimals_are_exact_in_both_databases():
    from paidan.kernel.database.types import scale_decimal, unscale_decimal

    assert unscale_decimal(scale_decimal(Decimal("0.1"))) + Decimal("0.2") == Decimal("0.3")
    assert scale_decimal(0.1 + 0.2) == 300_000


def test_events_are_told_after_the_commit_only(database: Database):
    from paidan.kernel.events.event import Event

    class Happened(Event):
        kind = "test.happened"

    seen: list[int] = []
    database.on_commit.append(lambda tx: seen.append(len(tx.announced)))

    def announce(tx: Tx) -> None:
        tx.announce(Happened(record=5))
        assert seen == []

    database.write_now(announce)

    assert seen == [1]
    told = sa.select(events.c.kind, events.c.record).where(events.c.kind == "test.happened")
    assert database.read_now(Query(told, lambda *row: row)) == [("test.happened", 5)]


def test_ids_taken_by_work_that_was_undone_are_not_given_out_twice(database: Database):
    def take(tx: Tx, count: int, fail: bool) -> list[int]:
        taken = [tx.new_id() for _ in range(count)]
        if fail:
            raise ValueError
        return taken

    given: list[int] = []
    for _ in range(3):
        with pytest.raises(ValueError):
            database.write_now(lambda tx: take(tx, 1300, fail=True))
        given += database.write_now(lambda tx: take(tx, 400, fail=False))
        given += database.write_now(lambda tx: take(tx, 700, fail=False))
    assert len(set(given)) == len(given)


def test_json_keeps_backslashes_and_drops_only_the_sign_that_no_database_stores(tx: Tx):
    from paidan.kernel.events.event import Event

    class Said(Event):
        kind = "test.said"

        def data(self):
            return {"nul": "a\0b", "typed": "a\\u0000b", "slash": "\\\0"}

    tx.announce(Said())
    stored = tx.value(sa.select(events.c.data).where(events.c.kind == "test.said"))
    assert stored == {"nul": "ab", "typed": "a\\u0000b", "slash": "\\"}
