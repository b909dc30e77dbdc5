"""Rights: what identity asks of the room above it.

Identity knows who somebody is, not what they may do. The permissions room contributes one `Rights`, and identity asks
it before it changes anything and when it builds an actor.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import Any

from paidan.kernel.actor import Actor
from paidan.kernel.database import Database, Query, Tx
from paidan.kernel.registry import Registry

MANAGE_IDENTITY = "identity.manage"
CREATE_TOKENS = "identity.tokens"


class Rights(ABC):
    """Whoever knows roles and grants."""

    @abstractmethod
    def require_of(self, registry: Registry, actor: Actor, permission: str) -> None:
        """Refuse unless an actor holds a feature permission. Raises Unauthenticated, Forbidden."""

    def require(self, tx: Tx, permission: str) -> None:
        """Refuse unless the actor of a transaction holds a feature permission. Raises Unauthenticated, Forbidden."""
        self.require_of(tx.registry, tx.actor, permission)

    @abstractmethod
    def require_power_over(self, tx: Tx, person_id: int) -> None:
        """Refuse to change an account that may do more with the product than the actor. Raises Forbidden."""

    @abstractmethod
    def check_scopes(self, tx: Tx, scopes: Iterable[str]) -> None:
        """Refuse scopes of an API token that mean nothing. Raises Invalid."""

    @abstractmethod
    def assign_roles(self, tx: Tx, person_id: int, role_keys: Sequence[str]) -> None:
        """Give a person exactly these roles. Raises Forbidden, Invalid, Conflict."""

    @abstractmethod
    def list_roles(self, person_ids: Sequence[int]) -> Query[tuple[int, str, dict[str, str]]]:
        """Person id, role key and role label of each role held by the people named."""

    @abstractmethod
    async def compile(self, database: Database, person_id: int, version: int) -> Any:
        """Build the access of a person at a permission version."""

    @abstractmethod
    def restrict(self, access: Any, scopes: Iterable[str]) -> Any:
        """Return what is left of an access within the scopes of a token."""

    @abstractmethod
    def summarise(self, registry: Registry, access: Any) -> dict[str, Any]:
        """Describe an access to a client: `permissions` held, and actions and field rights per `objects`. JSON-able."""


def rights_of(registry: Registry) -> Rights:
    """Return the one `Rights` of the product. Raises LookupError when the product has none: nothing is open then."""
    found = registry.all(Rights)  # type: ignore[type-abstract]
    if not found:
        raise LookupError("no feature contributes Rights")
    return found[0]
