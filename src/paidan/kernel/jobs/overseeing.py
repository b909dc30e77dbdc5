"""Who sees which jobs: everybody their own; who oversees the whole is for higher layers to say."""

from __future__ import annotations

from abc import ABC, abstractmethod

from paidan.kernel.actor import Actor
from paidan.kernel.jobs.queries import find_run
from paidan.kernel.live import TopicGuard
from paidan.kernel.product import Product
from paidan.kernel.registry import Registry


class JobOverseer(ABC):
    """Contributed by the layer that knows rights."""

    @abstractmethod
    def may_see_all(self, actor: Actor) -> bool:
        """Tell whether an actor sees, retries and cancels the jobs of everybody."""


def sees_all(registry: Registry, actor: Actor) -> bool:
    """Tell whether an actor oversees all jobs; the product's own services do."""
    if actor.kind == "service":
        return True
    overseers = registry.all(JobOverseer)  # type: ignore[type-abstract]
    return any(overseer.may_see_all(actor) for overseer in overseers)


class JobTopics(TopicGuard):
    """Vouches for `job/123`: one's own jobs, and all of them for those who oversee."""

    async def may_follow(self, product: Product, actor: Actor, topic: str) -> bool:
        """Tell whether the actor may hear how the job gets on."""
        name, _, record = topic.partition("/")
        if name != "job":
            return False
        run = await product.database.find(find_run(int(record)))
        if run is None:
            return False
        return sees_all(product.registry, actor) or (actor.kind == "person" and run.started_by == actor.id)
