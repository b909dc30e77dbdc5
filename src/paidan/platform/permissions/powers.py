"""Power over the product: who may hand out what. Pure.

Data rights are there to be handed out by whoever manages people. Power over the product itself, that is feature
permissions and everything at once, may be handed out, taken away or taken over (by resetting a password, say) only by
somebody who has it. Otherwise managing people would quietly mean being allowed everything.
"""

from __future__ import annotations

from collections.abc import Iterable

from paidan.platform.permissions.access import ANY, Access, Grant


def has_power(access: Access, features: Iterable[str], grants: Iterable[Grant] = ()) -> bool:
    """Whether an access covers these feature permissions, and the rights to every object among these grants."""
    if ANY in access.features:
        return True
    return frozenset(features) <= access.features and all(_covers(access, grant) for grant in grants)


def _covers(access: Access, grant: Grant) -> bool:
    if grant.object != ANY:
        return True
    held = access.grants.get(ANY, ())
    return all(any(one.allows(action) for one in held) for action in grant.actions)
