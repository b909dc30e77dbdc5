"""What a check is. Features contribute their own; `paidan doctor` runs all of them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from paidan.kernel.product import Product


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be: the key of a sentence, and its variables."""

    key: str
    params: dict[str, Any] = field(default_factory=dict)
    can_be_mended: bool = False


class Check(ABC):
    """One look at the installation. `name` is ASCII and permanent; `check.<name>` is its title in the catalogue."""

    name: str

    @abstractmethod
    def run(self, product: Product) -> Sequence[Finding]:
        """Look, reading only, on a thread that may wait. Returns nothing when all is well."""

    def mend(self, product: Product) -> int:  # noqa: ARG002
        """Mend what `run` found mendable, and return how many things were mended."""
        return 0
