"""The doctor finds what is wrong, says nothing when all is well, and mends what gave up."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import sqlalchemy as sa

from paidan.features import FEATURES
from paidan.kernel.clock import ManualClock
from paidan.kernel.database.schema import find_revisions
from paidan.kernel.doctor import Check, of_database
from paidan.kernel.doctor.of_database import DatabaseIsWhole, DiskHasRoom, SchemaIsCurrent
from paidan.kernel.doctor.of_queues import JOBS, OUTBOX, TIMERS
from paidan.kernel.events.tables import outbox
from paidan.kernel.feature import Feature
from paidan.kernel.i18n import load_catalogue
from paidan.kernel.jobs import Job, enqueue
from paidan.kernel.jobs.running import run_due
from paidan.kernel.measures import take_measures
from paidan.kernel.metrics import render_metrics
from paidan.kernel.product import Product, build_product
from paidan.kernel.settings import Settings
from paidan.kernel.timers import arm
from paidan.kernel.timers.sweeping import Sweeper


def break_down(job: object) -> None:
    raise RuntimeError


@pytest.fixture
async def product(settings: Settings, clock: ManualClock) -> AsyncIterator[Product]:
    feature = Feature(name="trouble", summary="", contributes=[Job("test.break", break_down, tries=1)])
    built = build_product(settings, [*FEATURES, feature], clock)
    yield built
    await built.close()


def found(check: Check, product: Product) -> list[tuple[str, object]]:
    return [(finding.key, finding.params.get("count")) for finding in check.run(product)]


def test_a_sound_installation_has_no_findings(product: Product):

    for check in (DatabaseIsWhole(), OUTBOX, JOBS, TIMERS):
        assert found(check, product) == []


def test_every_check_has_a_title_in_every_language(product: Product):
    checks = product.registry.all(Check)  # type: ignore[type-abstract]
    assert len(checks) >= 6
    assert all(set(load_catalogue()[f"check.{check.name}"]) == {"zh-CN", "en"} for check in checks)


async def test_a_dead_job_is_found_and_tried_again(product: Product):
    product.database.write_now(lambda tx: enqueue(tx, "test.break"))
    await run_due(product)
    assert found(JOBS, product) == [("doctor.jobs.given_up", 1)]

    assert JOBS.mend(product) == 1
    assert found(JOBS, product) == []
    assert await run_due(product) == 1


async def test_a_parked_timer_is_found_and_armed_again(product: Product, clock: ManualClock):
    product.database.write_now(lambda tx: arm(tx, "test.unheard_of", tx.now, subject_id=1))
    for _ in range(8):
        await Sweeper(product.database, "one").sweep()
        clock.advance(minutes=6)
    assert found(TIMERS, product) == [("doctor.timers.given_up", 1)]

    assert TIMERS.mend(product) == 1
    assert found(TIMERS, product) == []


def test_an_event_that_nobody_could_take_is_found(product: Product, clock: ManualClock):
    row = {"event_id": 1, "listener": "x", "record": None, "run_at": clock.now(), "attempts": 8, "error": "e"}
    product.database.write_now(lambda tx: tx.insert(outbox, {"id": 1, "state": "dead", **row}))
    assert found(OUTBOX, product) == [("doctor.outbox.given_up", 1)]
    assert OUTBOX.mend(product) == 1


def test_queues_where_nobody_works_are_found(product: Product, clock: ManualClock):
    product.database.write_now(lambda tx: enqueue(tx, "test.break"))
    product.database.write_now(lambda tx: arm(tx, "test.bell", tx.now, subject_id=1))
    clock.advance(minutes=11)
    assert found(JOBS, product) == [("doctor.jobs.late", 1)]
    assert found(TIMERS, product) == [("doctor.timers.late", 1)]


def test_tables_of_another_version_and_missing_ones_are_found(product: Product):
    engine = product.database.engine()
    assert [one.key for one in SchemaIsCurrent().run(product)] == ["doctor.schema_old"]

    _, newest = find_revisions(engine)
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
        connection.execute(sa.text("INSERT INTO alembic_version VALUES (:newest)"), {"newest": newest})
    assert SchemaIsCurrent().run(product) == []

    with engine.begin() as connection:
        connection.execute(sa.text("DROP TABLE lease"))
    assert [one.params for one in SchemaIsCurrent().run(product)] == [{"table": "lease"}]


def test_a_damaged_file_is_found(product: Product, settings: Settings, tmp_path):
    if settings.uses_postgres:
        pytest.skip("PostgreSQL looks after its own files")
    product.database.write_now(
        lambda tx: [arm(tx, "test.bell", tx.now + timedelta(days=1), subject_id=n) for n in range(2000)]
    )
    with product.database.engine().connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        root = connection.exec_driver_sql("SELECT rootpage FROM sqlite_master WHERE name = 'ix_timer_record'").scalar()
        size = connection.exec_driver_sql("PRAGMA page_size").scalar()
    with settings.sqlite_path.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xff" * 12)
    assert {key for key, _ in found(DatabaseIsWhole(), product)} == {"doctor.database_damaged"}


def test_a_disk_without_room_is_found(product: Product, settings: Settings, monkeypatch):
    settings.data.mkdir(exist_ok=True)
    monkeypatch.setattr(of_database, "LEAST_FREE_SHARE", 0.0)
    monkeypatch.setattr(of_database, "LEAST_FREE_BYTES", 2**60)
    assert [one.key for one in DiskHasRoom().run(product)] == ["doctor.disk_full"]


async def test_the_lengths_of_the_queues_are_figures(product: Product, clock: ManualClock):
    product.database.write_now(lambda tx: enqueue(tx, "test.break"))
    product.database.write_now(lambda tx: arm(tx, "test.bell", tx.now, subject_id=1))
    clock.advance(seconds=90)
    await take_measures(product)
    figures = render_metrics().decode()
    assert 'paidan_jobs{state="waiting"} 1.0' in figures
    assert 'paidan_timers{state="armed"} 1.0' in figures
    assert "paidan_timer_lateness_seconds 90.0" in figures
    assert 'paidan_outbox_waiting{state="dead"} 0.0' in figures
