"""Links to the portal: one signed address for one order, for messages to its customer.

Only a digest of a link is kept, so each message carries a link of its own; all of them lead to the same page.
"""

from __future__ import annotations

from paidan.aftersales.workorders.customer_view import CUSTOMER_FIELDS
from paidan.aftersales.workorders.work_order import WORK_ORDER
from paidan.builder.records.reading import record_values
from paidan.kernel.database import Tx
from paidan.platform.notifications.outbound import send_mail
from paidan.platform.permissions.links import issue_link

PURPOSE = "portal"
PATH = "/p/t/"
ORDER = str(WORK_ORDER.key)
PORTAL_FIELDS = {key: right for key, right in CUSTOMER_FIELDS.items() if key not in ("address", "contact_phone")}
"""What a link opens. Not where the customer lives: whoever scans the code on a machine gets a link too."""


def issue_token(tx: Tx, record_id: int, language: str = "") -> str:
    """Give out a token for an order. Raises RecordNotFound."""
    order = record_values(tx, ORDER, record_id)
    return issue_link(
        tx,
        object_key=ORDER,
        record_id=record_id,
        purpose=PURPOSE,
        fields=PORTAL_FIELDS,
        contact_name=order["contact_name"] or "",
        phone=order["contact_phone"],
        language=language,
    )


def customer_link_for(tx: Tx, record_id: int, *, base_url: str = "", language: str = "") -> str:
    """Return a fresh address of an order's page: a path, or whole with `base_url`. Raises RecordNotFound."""
    return f"{base_url}{PATH}{issue_token(tx, record_id, language)}"


def find_email(tx: Tx, record_id: int) -> str | None:
    """Return the mail address of an order's contact, else of its customer."""
    order = record_values(tx, ORDER, record_id)
    for key in ("contact", "customer"):
        if order[key] is not None and (address := record_values(tx, key, order[key])["email"]):
            return str(address)
    return None


def send_link(tx: Tx, record_id: int, *, base_url: str, language: str = "zh-CN") -> int | None:
    """Mail the customer a link; returns the message's id, None when no address is known."""
    address = find_email(tx, record_id)
    if address is None:
        return None
    number = record_values(tx, ORDER, record_id)["number"]
    params = {"number": number, "link": customer_link_for(tx, record_id, base_url=base_url, language=language)}
    return send_mail(tx, address, "portal.link", params, language=language, object=ORDER, record=record_id)
