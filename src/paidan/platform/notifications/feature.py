"""Notifications as a feature."""

from __future__ import annotations

from paidan.kernel.feature import Feature
from paidan.platform.notifications import endpoints, tables
from paidan.platform.notifications.email_channel import EmailChannel
from paidan.platform.notifications.forgetting import Forgetter
from paidan.platform.notifications.permissions import MANAGE
from paidan.platform.notifications.sending import Sender
from paidan.platform.notifications.templates import MESSAGE, OTHER_KIND

feature = Feature(
    name="notifications",
    summary="Inboxes, message templates in words that can be edited, and mail that leaves after the commit, once.",
    router=endpoints.router,
    contributes=[EmailChannel(), MANAGE, MESSAGE, OTHER_KIND, Sender(), Forgetter()],
)

TABLES = (
    tables.notifications,
    tables.message_templates,
    tables.notification_preferences,
    tables.outbound_messages,
)
