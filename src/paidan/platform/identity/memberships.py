"""Who belongs to which team: a person may be in several, and one of them is the main one."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from paidan.kernel.database import Tx
from paidan.kernel.database.reading import first_column
from paidan.platform.identity.errors import MainTeamForeign, TeamUnknown
from paidan.platform.identity.events import PersonTeamsChanged
from paidan.platform.identity.queries import find_person, list_memberships
from paidan.platform.identity.rights import MANAGE_IDENTITY, rights_of
from paidan.platform.identity.tables import team_members, teams
from paidan.platform.identity.versions import raise_permission_version


def set_teams(tx: Tx, *, person_id: int, team_ids: Sequence[int], main_team_id: int | None = None) -> None:
    """Make a person belong to exactly these teams; the main one is the one named, else the present one, else the first.

    Raises NotFound, Forbidden, TeamUnknown, MainTeamForeign.
    """
    rights = rights_of(tx.registry)
    rights.require(tx, MANAGE_IDENTITY)
    rights.require_power_over(tx, person_id)
    raise_permission_version(tx)
    tx.get(find_person(person_id))
    wanted = list(dict.fromkeys(team_ids))
    _check_teams(tx, wanted, main_team_id)
    present = tx.read(list_memberships([person_id]))
    before = {one.team_id: one.main for one in present}
    main = _choose_main(wanted, main_team_id, before)
    after = {team_id: team_id == main for team_id in wanted}
    if after == before:
        return
    tx.delete(team_members, {"person_id": person_id})
    tx.insert_many(
        team_members,
        [{"team_id": team_id, "person_id": person_id, "main": is_main} for team_id, is_main in after.items()],
    )
    tx.announce(PersonTeamsChanged(record=person_id, before=sorted(before), after=sorted(after), main_team_id=main))


def add_to_team(tx: Tx, *, team_id: int, person_id: int) -> None:
    """Put a person into one more team. Raises NotFound, Forbidden, TeamUnknown."""
    mine = [one.team_id for one in tx.read(list_memberships([person_id]))]
    if team_id not in mine:
        set_teams(tx, person_id=person_id, team_ids=[*mine, team_id])


def remove_from_team(tx: Tx, *, team_id: int, person_id: int) -> None:
    """Take a person out of a team; nothing happens when they are not in it. Raises NotFound, Forbidden."""
    mine = [one.team_id for one in tx.read(list_memberships([person_id]))]
    set_teams(tx, person_id=person_id, team_ids=[one for one in mine if one != team_id])


def set_main_team(tx: Tx, *, person_id: int, team_id: int) -> None:
    """Make one of a person's teams the main one. Raises NotFound, Forbidden, MainTeamForeign."""
    mine = [one.team_id for one in tx.read(list_memberships([person_id]))]
    set_teams(tx, person_id=person_id, team_ids=mine, main_team_id=team_id)


def _choose_main(wanted: list[int], named: int | None, before: dict[int, bool]) -> int | None:
    if named is not None or not wanted:
        return named
    return next((team_id for team_id in wanted if before.get(team_id)), wanted[0])


def _check_teams(tx: Tx, wanted: list[int], main_team_id: int | None) -> None:
    if main_team_id is not None and main_team_id not in wanted:
        raise MainTeamForeign
    statement = sa.select(teams.c.id).where(teams.c.id.in_(wanted), teams.c.deleted_at.is_(None))
    known = {first_column(*row) for row in tx.all(statement)}
    for team_id in wanted:
        if team_id not in known:
            raise TeamUnknown(id=team_id)
