"""The team tree: add, rename, move and delete teams.

Every change first raises the permission version, so that two moves at once wait for each other and cannot make a
circle together.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from paidan.kernel.database import Tx
from paidan.platform.identity.errors import PersonUnknown, TeamChanged, TeamInCircle, TeamNotEmpty, TeamUnknown
from paidan.platform.identity.events import TeamCreated, TeamDeleted, TeamUpdated
from paidan.platform.identity.queries import Team, find_person, find_team
from paidan.platform.identity.rights import MANAGE_IDENTITY, rights_of
from paidan.platform.identity.tables import team_members, teams
from paidan.platform.identity.versions import raise_permission_version


def create_team(tx: Tx, *, name: str, parent_id: int | None = None, leader_id: int | None = None) -> int:
    """Add a team and return its id. Raises Forbidden, TeamUnknown (the parent), PersonUnknown (the leader)."""
    _begin(tx)
    parent = _get_parent(tx, parent_id)
    _check_leader(tx, leader_id)
    team_id = tx.new_id()
    tx.insert(
        teams,
        {
            "id": team_id,
            "name": name.strip(),
            "parent_id": parent_id,
            "leader_id": leader_id,
            "path": f"{parent.path if parent else '/'}{team_id}/",
            "created_at": tx.now,
            "deleted_at": None,
            "rev": 1,
        },
    )
    tx.announce(TeamCreated(record=team_id, name=name.strip(), parent_id=parent_id))
    return team_id


def update_team(tx: Tx, *, team_id: int, changes: Mapping[str, Any], rev: int | None = None) -> Team:
    """Change `name`, `parent_id` or `leader_id` of a team; everything below it moves along.

    `rev`: refuse when the team changed since that revision was read.

    Raises NotFound, Forbidden, TeamChanged, TeamInCircle, TeamUnknown, PersonUnknown.
    """
    _begin(tx)
    team = tx.get(find_team(team_id))
    if rev is not None and rev != team.rev:
        raise TeamChanged
    assert changes.keys() <= {"name", "parent_id", "leader_id"}
    changed = {key: value for key, value in changes.items() if value != getattr(team, key)}
    if not changed:
        return team
    if "leader_id" in changed:
        _check_leader(tx, changed["leader_id"])
    if "parent_id" in changed:
        _move(tx, team, changed["parent_id"])
    tx.update(teams, {"id": team_id}, {**changed, "rev": team.rev + 1})
    diff = {key: [getattr(team, key), value] for key, value in changed.items()}
    tx.announce(TeamUpdated(record=team_id, name=changed.get("name", team.name), changes=diff))
    return tx.get(find_team(team_id))


def delete_team(tx: Tx, *, team_id: int) -> None:
    """Delete a team that nobody is in and nothing is below; its name stays known. Raises NotFound, Forbidden, TeamNotEmpty."""
    _begin(tx)
    team = tx.get(find_team(team_id))
    below = sa.select(teams.c.id).where(teams.c.parent_id == team_id, teams.c.deleted_at.is_(None)).limit(1)
    members = sa.select(team_members.c.person_id).where(team_members.c.team_id == team_id).limit(1)
    if tx.first(below) or tx.first(members):
        raise TeamNotEmpty(name=team.name)
    tx.update(teams, {"id": team_id}, {"deleted_at": tx.now, "rev": team.rev + 1})
    tx.announce(TeamDeleted(record=team_id, name=team.name))


def _begin(tx: Tx) -> None:
    rights_of(tx.registry).require(tx, MANAGE_IDENTITY)
    raise_permission_version(tx)


def _move(tx: Tx, team: Team, parent_id: int | None) -> None:
    parent = _get_parent(tx, parent_id)
    if parent is not None and parent.path.startswith(team.path):
        raise TeamInCircle(name=team.name)
    path = f"{parent.path if parent else '/'}{team.id}/"
    rest = sa.func.substr(teams.c.path, len(team.path) + 1)
    tx.execute(
        sa.update(teams).where(teams.c.path.startswith(team.path)).values(path=sa.literal(path, sa.Text).concat(rest))
    )


def _get_parent(tx: Tx, parent_id: int | None) -> Team | None:
    if parent_id is None:
        return None
    parent = tx.find(find_team(parent_id))
    if parent is None:
        raise TeamUnknown(id=parent_id, fields={"parent_id": [TeamUnknown(id=parent_id)]})
    return parent


def _check_leader(tx: Tx, leader_id: int | None) -> None:
    if leader_id is None:
        return
    leader = tx.find(find_person(leader_id))
    if leader is None or not leader.active:
        raise PersonUnknown(id=leader_id, fields={"leader_id": [PersonUnknown(id=leader_id)]})
