"""Who acts: the identity that every read and every write is made for.

The kernel knows only what kind of actor it is and its id. What it may do is compiled by the layer above and carried
in `access`, which the kernel never opens.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

ActorKind = Literal["person", "customer", "service", "anonymous"]


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody, or something, on whose behalf work is done.

    kind: a person of the company; a customer who holds a signed link; a service identity of the product itself; or
    nobody known. `id` is the person's id, or the record a customer is bound to. `on_behalf` names the person a deputy
    stands in for. `source` says by which way in: web, field, portal, api, import, flow, rule, system, cli.
    """

    kind: ActorKind
    id: int | None = None
    name: str = ""
    language: str = "zh-CN"
    on_behalf: int | None = None
    source: str = "system"
    access: Any = field(default=None, compare=False, repr=False)


SYSTEM = Actor(kind="service", name="system")
ANONYMOUS = Actor(kind="anonymous", source="web")
