"""Urging: reminding the owners of open slots, not too often."""

from __future__ import annotations

from dataclasses import replace

from paidan.builder.flow import commands, errors
from paidan.builder.flow.effects import Notify
from paidan.builder.flow.work import Work

PAUSE_MINUTES = 30
"""Working minutes (company calendar) between two reminders that one person asks for."""


def urge(work: Work, command: commands.Urge) -> None:
    """Remind the owners of open slots. Raises: UrgedTooSoon, NobodyToUrge."""
    tasks = work.to_do()
    if not tasks:
        raise errors.NobodyToUrge()
    asker = command.actor
    if asker is not None:
        last = work.instance.urged.get(asker)
        passed = None if last is None else work.ports.calendars.minutes_between(None, last, work.now)
        if passed is not None and passed < PAUSE_MINUTES:
            raise errors.UrgedTooSoon(minutes=PAUSE_MINUTES - passed)
        work.put(replace(work.instance, urged={**work.instance.urged, asker: work.now}))
    waiting = [
        {"task": t.id, "node": t.node, "people": list(t.holders), "since": t.opened_at and t.opened_at.isoformat()}
        for t in tasks
    ]
    work.happened("urged", tasks=waiting)
    for task in tasks:
        params = {"node": work.version.label(task.node), "by": work.name(asker), "since": task.opened_at}
        work.effects.append(Notify(task.holders, "flow.notice.urged", task.node, params))
