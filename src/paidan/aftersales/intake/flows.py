"""The flows that come with the product, as data: repair on site, and IT incident.

A company changes them in the designer; a newer drawing of ours is then offered as a draft and never forced on it.
"""

from __future__ import annotations

from typing import Any

from paidan.builder.flow.service import install_flow
from paidan.kernel.database import Tx

CONFIRM_DAYS = 3
"""So many days after the work is done an order closes by itself when the customer says nothing."""
DAY = 24 * 60


def _label(chinese: str, english: str) -> dict[str, str]:
    return {"zh-CN": chinese, "en": english}


def _node(key: str, kind: str, label: dict[str, str], **settings: Any) -> dict[str, Any]:
    return {"kind": "node", "id": key, "type": kind, "label": label, "settings": settings}


REPAIR: dict[str, Any] = {
    "root": {
        "kind": "sequence",
        "blocks": [
            _node("start", "start", _label("报修", "Report")),
            _node("dispatch", "dispatch", _label("派单", "Dispatch")),
            _node(
                "work",
                "handle",
                _label("上门处理", "Work on site"),
                assignees=[{"kind": "field", "field": "engineer"}],
                policies={"nobody": "administrator"},
                status_on_enter="accepted",
                form={
                    "fields": {
                        "status": "edit",
                        "result": "required",
                        "cause": "edit",
                        "solution": "required",
                        "photos_before": "edit",
                        "photos_after": "edit",
                        "signature": "edit",
                    }
                },
                buttons=[
                    {"key": "complete", "action": "complete", "label": _label("完工", "Complete")},
                    {"key": "transfer", "action": "transfer", "label": _label("转交", "Hand over")},
                ],
            ),
            _node(
                "confirm",
                "external",
                _label("客户确认", "Customer confirms"),
                status_on_enter="done",
                status_on_leave="closed",
                on={
                    "confirmed": {"kind": "go_on"},
                    "disputed": {"kind": "node", "node": "work"},
                },
                timers={
                    "final": {
                        "when": {"kind": "after", "minutes": CONFIRM_DAYS * DAY, "working": False},
                        "action": {"kind": "jump", "node": "end"},
                    }
                },
            ),
            _node("end", "end", _label("完成", "Closed"), status_on_enter="closed"),
        ],
    },
    "status_when": {"rejected": "cancelled", "withdrawn": "cancelled", "terminated": "cancelled"},
}

INCIDENT: dict[str, Any] = {
    "root": {
        "kind": "sequence",
        "blocks": [
            _node("start", "start", _label("登记", "Register")),
            _node(
                "handle",
                "handle",
                _label("处置", "Handle"),
                assignees=[{"kind": "role", "key": "agent"}],
                policies={"nobody": "administrator"},
                open_as="pool",
                status_on_enter="accepted",
                form={"others": "edit"},
            ),
            {
                "kind": "branch",
                "id": "severity",
                "label": _label("是否重大", "Is it severe?"),
                "arms": [
                    {
                        "id": "severe",
                        "label": _label("紧急或高", "Urgent or high"),
                        "when": 'IN({priority}, "urgent", "high")',
                        "body": {
                            "kind": "sequence",
                            "blocks": [
                                _node(
                                    "review",
                                    "approve",
                                    _label("主管复核", "Supervisor reviews"),
                                    assignees=[{"kind": "role", "key": "supervisor"}],
                                    policies={"nobody": "administrator"},
                                    mode="any",
                                    on_reject={"kind": "node", "node": "handle"},
                                    return_to=["handle"],
                                )
                            ],
                        },
                    }
                ],
                "default": {
                    "id": "default",
                    "label": _label("一般", "Ordinary"),
                    "body": {"kind": "sequence", "blocks": []},
                },
            },
            _node("end", "end", _label("完成", "Closed"), status_on_enter="closed"),
        ],
    },
    "status_when": {"rejected": "cancelled", "withdrawn": "cancelled", "terminated": "cancelled"},
}


def install_flows(tx: Tx) -> None:
    """Ship both flows."""
    install_flow(tx, key="repair", label=_label("上门维修", "Repair on site"), object_key="work_order", graph=REPAIR)
    install_flow(tx, key="incident", label=_label("IT 事件", "IT incident"), object_key="it_incident", graph=INCIDENT)
