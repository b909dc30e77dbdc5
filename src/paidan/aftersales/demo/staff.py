"""Who works at the demo company: its teams, its people, and what each engineer can do."""

from __future__ import annotations

from dataclasses import dataclass

PASSWORD = "Paidan-2026"  # noqa: S105 - printed for every visitor

TEAMS: tuple[tuple[str, str, str | None], ...] = (
    ("service", "售后服务部", None),
    ("desk", "客服中心", "service"),
    ("dispatch", "派单中心", "service"),
    ("shanghai", "上海服务站", "service"),
    ("shanghai_east", "上海东区组", "shanghai"),
    ("shanghai_west", "上海西区组", "shanghai"),
    ("hangzhou", "杭州服务站", "service"),
    ("store", "备件仓", "service"),
)
"""Key, name and the team above."""


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody of the company. `leads`: the team they lead, if any."""

    login: str
    name: str
    title: str
    team: str
    role: str
    leads: str | None = None


WORKERS: tuple[Worker, ...] = (
    Worker("admin", "周明远", "系统管理员", "service", "administrator"),
    Worker("manager", "沈岚", "售后经理", "service", "manager", "service"),
    Worker("supervisor", "陆建华", "上海服务站主管", "shanghai", "supervisor", "shanghai"),
    Worker("supervisor2", "钱思远", "杭州服务站主管", "hangzhou", "supervisor", "hangzhou"),
    Worker("agent", "林晓雯", "客服专员", "desk", "agent", "desk"),
    Worker("agent2", "何佳怡", "客服专员", "desk", "agent"),
    Worker("dispatcher", "顾文斌", "派单员", "dispatch", "dispatcher", "dispatch"),
    Worker("storekeeper", "戴永康", "备件管理员", "store", "store_keeper", "store"),
    Worker("engineer", "王志强", "高级工程师", "shanghai_east", "engineer", "shanghai_east"),
    Worker("engineer2", "李国栋", "工程师", "shanghai_east", "engineer"),
    Worker("engineer3", "张海波", "工程师", "shanghai_east", "engineer"),
    Worker("engineer4", "赵鹏飞", "高级工程师", "shanghai_west", "engineer", "shanghai_west"),
    Worker("engineer5", "孙立伟", "工程师", "shanghai_west", "engineer"),
    Worker("engineer6", "吴小军", "工程师", "shanghai_west", "engineer"),
    Worker("engineer7", "郑浩然", "高级工程师", "hangzhou", "engineer"),
    Worker("engineer8", "冯俊杰", "工程师", "hangzhou", "engineer"),
    Worker("engineer9", "陈永明", "工程师", "hangzhou", "engineer"),
)

AGENTS = ("agent", "agent2")


@dataclass(frozen=True, slots=True)
class Craft:
    """What one engineer can do and when they rest.

    skills: skill code, level, and for how many days from now the certificate is valid (None: needs none, or for ever).
    day_off: 0 is Monday. late: works from 10:00 to 19:00 and not from 8:30 to 17:30. home: the district they start from.
    """

    login: str
    home: str
    cost_class: str
    skills: tuple[tuple[str, int, int | None], ...]
    day_off: int
    late: bool = False
    daily_cap: int = 6


CRAFTS: tuple[Craft, ...] = (
    Craft("engineer", "SH-PD", "expert", (("COOL", 5, None), ("AC", 4, None), ("HIGH", 3, 420), ("WASH", 3, None)), 0),
    Craft(
        "engineer2", "SH-YP", "senior", (("WASH", 4, None), ("WATER", 3, None), ("COOL", 2, None), ("TV", 2, None)), 2
    ),
    Craft(
        "engineer3",
        "SH-BS",
        "standard",
        (("GAS", 3, 200), ("WATER", 3, None), ("WASH", 2, None), ("AC", 2, None)),
        4,
        True,
    ),
    Craft("engineer4", "SH-XH", "expert", (("AC", 5, None), ("HIGH", 4, 90), ("COOL", 4, None), ("TV", 3, None)), 1),
    Craft("engineer5", "SH-MH", "senior", (("GAS", 4, 365), ("WATER", 4, None), ("WASH", 3, None)), 3),
    Craft(
        "engineer6",
        "SH-PT",
        "standard",
        (("WASH", 2, None), ("TV", 3, None), ("COOL", 2, None), ("GAS", 2, -12)),
        5,
        True,
    ),
    Craft(
        "engineer7", "HZ-XHU", "senior", (("AC", 4, None), ("COOL", 4, None), ("HIGH", 3, 300), ("WASH", 2, None)), 0
    ),
    Craft("engineer8", "HZ-BJ", "senior", (("GAS", 4, 150), ("WATER", 3, None), ("WASH", 4, None), ("TV", 3, None)), 2),
    Craft(
        "engineer9",
        "HZ-GS",
        "standard",
        (("COOL", 3, None), ("WATER", 2, None), ("WASH", 2, None), ("AC", 2, None)),
        4,
        True,
    ),
)
"""One certificate has lapsed, so that dispatch has somebody to pass over and a reason to give."""
