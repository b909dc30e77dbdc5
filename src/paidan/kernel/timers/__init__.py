"""Timers: moments at which something has to happen, armed and disarmed with the change that they belong to."""

from paidan.kernel.timers.arming import arm, disarm
from paidan.kernel.timers.timer import Timer, TimerKind

__all__ = ["Timer", "TimerKind", "arm", "disarm"]
