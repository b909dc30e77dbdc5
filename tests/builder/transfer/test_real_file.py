"""The real file of fault records goes into the object made for it, whole and as it is."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from tests.builder.transfer.conftest import Importer

from paidan.builder.transfer.batches import State
from paidan.kernel.product import Product


@pytest.fixture
def lines(ict_faults: Path) -> list[dict[str, str]]:
    with ict_faults.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


async def test_every_column_finds_its_field(product: Product, ict_faults: Path, lines: list[dict[str, str]]) -> None:
    found = await Importer(product).hand_in(ict_faults, "it_incident")

    guessed = {plan["column"]: plan["field"] for plan in found["mapping"]["columns"]}
    assert found["rows"] == len(lines)
    assert set(guessed) == set(lines[0])
    assert (guessed["问题现象"], guessed["故障开始时间"], guessed["形成原因"]) == ("phenomenon", "started_at", "cause")
    assert found["keys"] == ["source_id"]


async def test_it_is_imported_whole_and_silently_and_a_second_time_adds_nothing(
    product: Product, ict_faults: Path, lines: list[dict[str, str]]
) -> None:
    importer = Importer(product)

    batch = await importer.run(ict_faults, "it_incident", key="source_id", silent=True)
    again = await importer.run(ict_faults, "it_incident", key="source_id", silent=True)

    assert (batch.state, batch.counts) == (State.DONE, {"created": len(lines)})
    assert again.counts == {"unchanged": len(lines)}
    first = (
        await importer.things(
            "source_id", "started_at", "affected_system", object_key="it_incident", sort=("source_id",)
        )
    )[0]
    assert first[0] == min(int(line["id"]) for line in lines)


async def test_nothing_in_it_is_lost_or_changed(
    product: Product, ict_faults: Path, lines: list[dict[str, str]]
) -> None:
    importer = Importer(product)
    await importer.run(ict_faults, "it_incident", silent=True)

    kept = await importer.things("source_id", "phenomenon", "started_at", object_key="it_incident")

    told = {int(line["id"]): line for line in lines}
    for source_id, phenomenon, _ in kept:
        assert phenomenon == told[source_id]["问题现象"].strip().replace("\r\n", "\n")
    assert len(kept) == 200
    assert all(moment is not None for *_, moment in kept)
