"""Live: open pages hear that something changed, by topics; what it is they ask for themselves, with their own rights.

Topics: `work_order` (something of this object changed), `work_order/123` (this record did), `person/5` (the inbox of a
person). Features publish others with `publish(tx, topic)` and vouch for record topics with a `TopicGuard`.
"""

from paidan.kernel.live.topics import TopicGuard, publish

__all__ = ["TopicGuard", "publish"]
