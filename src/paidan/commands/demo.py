"""`paidan demo`, and the demo company that `serve` fills into a new database."""

from __future__ import annotations

from paidan.commands.line import Line
from paidan.commands.opening import is_migrated, open_product
from paidan.kernel.demo_company import fill_demo, find_demo_company, has_demo
from paidan.kernel.errors import Conflict
from paidan.kernel.i18n import label_in
from paidan.kernel.product import Product


class DatabaseNotEmpty(Conflict):
    """There is something in the database already."""

    code = "database.not_empty"


class NoDemo(Conflict):
    """This product brings no demo company."""

    code = "demo.none"


def demo(line: Line) -> None:
    """Fill the demo company into a new database. Raises DatabaseNotEmpty, NoDemo."""
    product = open_product(line.settings)
    try:
        if is_migrated(product.database):
            raise DatabaseNotEmpty
        if find_demo_company(product) is None:
            raise NoDemo
        product.migrate()
        fill_when_new(line, product, is_new=True)
        show_accounts(line, product)
    finally:
        product.database.close()


def fill_when_new(line: Line, product: Product, *, is_new: bool) -> None:
    """Fill the company when the database is new and the product brings one. Raises DemoUnfinished."""
    company = find_demo_company(product)
    if company is None or not is_new:
        return
    line.say("cli.demo.filling")
    fill_demo(product, company)


def show_accounts(line: Line, product: Product) -> None:
    """Print who can sign in, when the demo company is there. Raises DemoUnfinished."""
    company = find_demo_company(product)
    if company is None or not has_demo(product):
        return
    line.say("cli.demo.accounts")
    for account in company.accounts():
        role = label_in(account.role, line.language)
        line.say("cli.demo.account", login=account.login, password=account.password, role=role)
