"""What a definition must satisfy beyond its own shape; rooms above contribute their part.

Formulas are checked by the record engine, which knows what a formula may speak of; flows, views and reports say which
fields they use.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from paidan.kernel.database import Tx


class DefinitionCheck(ABC):
    """Looks at a new or changed field. Contributed to the registry."""

    @abstractmethod
    def check(self, tx: Tx, object_key: str, field_key: str, type_key: str, settings: dict[str, Any]) -> None:
        """Raise an Invalid when the definition cannot work."""


class FieldUse(ABC):
    """Knows what else speaks of a field. Contributed to the registry."""

    @abstractmethod
    def find_uses(self, tx: Tx, object_key: str, field_key: str) -> list[str]:
        """Return the names of what uses the field, as people know them."""


def check_definition(tx: Tx, object_key: str, field_key: str, type_key: str, settings: dict[str, Any]) -> None:
    """Let every contributed check look at a definition; what it raises undoes the change."""
    for check in tx.registry.all(DefinitionCheck):  # type: ignore[type-abstract]
        check.check(tx, object_key, field_key, type_key, settings)
