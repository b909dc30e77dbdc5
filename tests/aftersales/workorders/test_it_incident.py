"""IT incidents take in a real history of faults column by column."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from paidan.builder.objects.loading import model_of
from paidan.builder.records import create_record, record_values
from paidan.builder.records.lookups import TxLookup
from paidan.kernel.database import Tx

HISTORY = Path(__file__).resolve().parents[4] / "shared/data/service-history/ict-faults.csv"
HEADERS = [
    "id",
    "序号",
    "故障发现（确认）时间",
    "通知省级调度时间（运检中心）",
    "故障开始时间",
    "故障监测确认时间",
    "故障结束时间",
    "单位简称",
    "影响对象",
    "部署类型",
    "异常类型",
    "异常类型细项",
    "问题现象",
    "故障组件",
    "形成原因",
    "形成原因细类",
    "原因分析",
    "故障处理过程",
    "整改措施",
    "整改措施是否落实",
    "整改措施佐证材料",
    "故障时长（小时）",
    "故障时长（分钟）",
    "风险事例等级",
    "监控发现方式",
    "有无用户申告",
    "调度联系单",
    "紧急抢修",
    "考核数据",
    "有无停运",
    "早会PPT",
    "简报",
    "周报",
    "早会短信",
    "月份",
    "日期",
    "时刻",
    "是否工作日",
    "是否工作时段",
    "是否提交故障报告",
    "故障报告第一次提交时间",
    "故障报告合格时间",
    "报告提交时长（小时）",
    "报告合格时间（小时）",
    "故障短信",
    "连接",
    "是否按时提交正式报告",
    "中断时间分布",
    "监控发现方式细类",
    "是否办结",
    "是否因业务量大",
    "是否典型",
]


@pytest.mark.parametrize("header", HEADERS)
def test_each_column_of_the_history_names_a_field_that_people_fill(tx: Tx, header: str) -> None:
    found = model_of(tx).object("it_incident").find_field(header)

    assert found is not None
    assert not found.type.computed
    assert not found.settings.get("readonly")


def test_no_two_columns_name_the_same_field(tx: Tx) -> None:
    incident = model_of(tx).object("it_incident")

    assert len({incident.find_field(header).key for header in HEADERS}) == len(HEADERS)  # type: ignore[union-attr]


@pytest.mark.skipif(not HISTORY.exists(), reason="the service history ict-faults.csv is not on this machine")
def test_the_history_still_has_these_columns() -> None:
    with HISTORY.open(encoding="utf-8-sig", newline="") as file:
        assert tuple(next(csv.reader(file))) == tuple(HEADERS)


@pytest.mark.skipif(not HISTORY.exists(), reason="the service history ict-faults.csv is not on this machine")
def test_every_value_of_the_history_fits_its_field(tx: Tx) -> None:
    incident = model_of(tx).object("it_incident")
    lookup = TxLookup(tx)
    with HISTORY.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for header in HEADERS:
        found = incident.find_field(header)
        assert found is not None
        texts = {row[header] for row in rows}
        if found.type.key == "choice":
            assert found.settings["add_missing"]
            assert all(len(text) <= 80 for text in texts)
        else:
            for text in texts:
                found.type.read(text, found, lookup)


def test_the_duration_is_reckoned_from_start_and_end(tx: Tx) -> None:
    record_id = create_record(
        tx, "it_incident", {"started_at": "2016-06-08 05:40:00", "ended_at": "2016-06-08 12:30:00", "unit": None}
    )

    stored = record_values(tx, "it_incident", record_id)

    assert stored["duration_minutes"] == 410
    assert stored["number"] == "INC-20261116-0001"
