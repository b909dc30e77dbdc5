"""The demo company as the command line knows it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from paidan.aftersales.demo.clientele import win_customers
from paidan.aftersales.demo.founding import found_company, plan_roster
from paidan.aftersales.demo.pen import Pen
from paidan.aftersales.demo.plots import Plots, Step
from paidan.aftersales.demo.staff import PASSWORD, WORKERS
from paidan.aftersales.demo.world import World
from paidan.builder.records.scoping import zone_of
from paidan.kernel.database import Tx
from paidan.kernel.demo_company import DemoAccount, DemoCompany
from paidan.kernel.i18n import Label
from paidan.kernel.product import Product
from paidan.platform.identity.hashing import hash_password

CHUNK = 250
"""Things that happen in one transaction."""

ROLES: dict[str, Label] = {
    "admin": {"zh-CN": "系统管理员", "en": "Administrator"},
    "manager": {"zh-CN": "售后经理", "en": "Service manager"},
    "supervisor": {"zh-CN": "主管", "en": "Supervisor"},
    "agent": {"zh-CN": "客服", "en": "Service agent"},
    "dispatcher": {"zh-CN": "派单员", "en": "Dispatcher"},
    "engineer": {"zh-CN": "工程师", "en": "Field engineer"},
    "storekeeper": {"zh-CN": "备件管理员", "en": "Store keeper"},
}
"""Logins shown to visitors, the administrator first."""


class ApplianceService(DemoCompany):
    """An appliance service firm, filled in as of now."""

    def fill(self, product: Product) -> None:
        """Found the company and let two months of work happen."""
        world = World(product.database.clock.now(), zone_of(product.registry))
        password_hash = hash_password(PASSWORD)
        _quietly(product, lambda pen: found_company(world, pen, password_hash))
        _quietly(product, lambda pen: win_customers(world, pen))
        _quietly(product, lambda pen: plan_roster(world, pen))
        steps = Plots(world).all_steps()
        for start in range(0, len(steps), CHUNK):
            _happen(product, steps[start : start + CHUNK])

    def accounts(self) -> Sequence[DemoAccount]:
        """Return one account for each role."""
        known = {worker.login for worker in WORKERS}
        return [DemoAccount(login, PASSWORD, role) for login, role in ROLES.items() if login in known]


def _quietly(product: Product, work: Callable[[Pen], None]) -> None:
    def run(tx: Tx) -> None:
        tx.silent = True
        work(Pen(tx))

    product.database.write_now(run)


def _happen(product: Product, steps: Sequence[Step]) -> None:
    def run(tx: Tx) -> None:
        pen = Pen(tx)
        for step in steps:
            tx.silent = step.quiet
            step.happen(pen)

    product.database.write_now(run)
