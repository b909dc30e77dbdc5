"""Where the demo company works: districts of Shanghai and Hangzhou with their middles, WGS-84."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

SPREAD = 0.018
"""Degrees, about two kilometres: how far from the middle of a district its customers live."""


@dataclass(frozen=True, slots=True)
class Place:
    """A district that is a service region. `team` serves it."""

    code: str
    name: str
    province: str
    city: str
    district: str
    lat: float
    lng: float
    team: str
    streets: tuple[str, ...]

    def address(self, rng: Random) -> dict[str, Any]:
        """Make up an address in the district."""
        detail = f"{rng.choice(self.streets)}{rng.randint(12, 1880)}号{rng.randint(1, 36)}幢{rng.randint(1, 24)}0{rng.randint(1, 4)}室"
        return {
            "province": self.province,
            "city": self.city,
            "district": self.district,
            "detail": detail,
            "location": self.position(rng),
        }

    def position(self, rng: Random) -> dict[str, Any]:
        """Make up a position in the district."""
        lat, lng = (round(middle + rng.uniform(-SPREAD, SPREAD), 5) for middle in (self.lat, self.lng))
        return {"lat": lat, "lng": lng, "datum": "wgs84"}


def _shanghai(code: str, district: str, lat: float, lng: float, team: str, *streets: str) -> Place:
    return Place(f"SH-{code}", f"上海{district}", "上海市", "上海市", district, lat, lng, team, streets)


def _hangzhou(code: str, district: str, lat: float, lng: float, *streets: str) -> Place:
    return Place(f"HZ-{code}", f"杭州{district}", "浙江省", "杭州市", district, lat, lng, "hangzhou", streets)


PLACES: tuple[Place, ...] = (
    _shanghai("PD", "浦东新区", 31.2214, 121.5447, "shanghai_east", "张杨路", "浦东南路", "锦绣路", "东方路"),
    _shanghai("YP", "杨浦区", 31.2653, 121.5230, "shanghai_east", "控江路", "长阳路", "四平路"),
    _shanghai("BS", "宝山区", 31.3660, 121.4800, "shanghai_east", "牡丹江路", "共和新路", "友谊路"),
    _shanghai("XH", "徐汇区", 31.1886, 121.4368, "shanghai_west", "漕溪路", "龙华中路", "宜山路"),
    _shanghai("JA", "静安区", 31.2330, 121.4480, "shanghai_west", "江宁路", "胶州路", "万航渡路"),
    _shanghai("MH", "闵行区", 31.1300, 121.3860, "shanghai_west", "莘松路", "七莘路", "沪闵路"),
    _shanghai("PT", "普陀区", 31.2497, 121.3956, "shanghai_west", "曹杨路", "真北路", "金沙江路"),
    _hangzhou("XHU", "西湖区", 30.2740, 120.1190, "文三路", "古墩路", "教工路"),
    _hangzhou("GS", "拱墅区", 30.3190, 120.1500, "莫干山路", "湖墅南路", "石祥路"),
    _hangzhou("BJ", "滨江区", 30.2084, 120.2120, "江南大道", "滨盛路", "长河路"),
    _hangzhou("SC", "上城区", 30.2470, 120.1800, "中河路", "婺江路", "秋涛路"),
)
