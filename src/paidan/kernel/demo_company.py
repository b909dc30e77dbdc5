"""A demo company: what one feature may fill into a new database so that a visitor finds a firm at work."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from paidan.kernel.errors import Conflict
from paidan.kernel.i18n import Label
from paidan.kernel.installation import find_note, note

if TYPE_CHECKING:
    from paidan.kernel.product import Product

NOTE = "demo"


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """Somebody of the demo company who can sign in; `role` says in every language what for."""

    login: str
    password: str
    role: Label


class DemoCompany(ABC):
    """Contributed once, by the layer that knows the whole business."""

    @abstractmethod
    def fill(self, product: Product) -> None:
        """Write the company into a migrated, empty database, in as many transactions as it takes."""

    @abstractmethod
    def accounts(self) -> Sequence[DemoAccount]:
        """Return who can sign in, the administrator first."""


class DemoUnfinished(Conflict):
    """Filling the demo company broke off; the database holds half of it."""

    code = "demo.unfinished"


def find_demo_company(product: Product) -> DemoCompany | None:
    """Return the demo company that this product brings, if it brings one."""
    found = product.registry.all(DemoCompany)  # type: ignore[type-abstract]
    return found[0] if found else None


def fill_demo(product: Product, company: DemoCompany) -> None:
    """Fill the company in, and note both that it began and that it was finished."""
    database = product.database
    database.write_now(lambda tx: note(tx, name=NOTE, value={"state": "started"}))
    company.fill(product)
    database.write_now(lambda tx: note(tx, name=NOTE, value={"state": "filled"}))


def has_demo(product: Product) -> bool:
    """Tell whether the demo company is in the database. Raises DemoUnfinished."""
    noted: dict[str, Any] | None = product.database.write_now(lambda tx: find_note(tx, NOTE))
    if noted is not None and noted["state"] != "filled":
        raise DemoUnfinished
    return noted is not None
