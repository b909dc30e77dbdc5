"""The roles that come with the product, beside the administrator's, which may do everything.

Phone numbers and addresses are in full for whoever must call or go there, and masked for others. A company changes
these roles as it likes.
"""

from __future__ import annotations

from paidan.aftersales.roles.drafting import (
    EDIT,
    HIDDEN,
    MASKED,
    READ,
    RoleDraft,
    each,
    may,
    may_read,
    where,
    where_any,
)
from paidan.platform.permissions.access import ANY, OWN, TEAM_AND_BELOW

_CATALOGUES = ("region", "skill", "product_model")
_CUSTOMERS = ("customer", "contact", "site")
_MASKED_CUSTOMERS = (
    *may_read("customer", but=each(MASKED, ("phone", "email", "address")) | each(HIDDEN, ("banned_engineers",))),
    *may_read("contact", but=each(MASKED, ("phone", "email"))),
    *may_read("site", but=each(MASKED, ("address",))),
)
_MASKED_ORDER = each(MASKED, ("contact_phone", "address"))

AGENT = RoleDraft(
    "agent",
    {"zh-CN": "客服", "en": "Service agent"},
    (
        *may_read(*_CATALOGUES, "visit"),
        *may("read create update", *_CUSTOMERS, "asset", "it_incident"),
        *may("read create update", "work_order", but=each(READ, ("engineer", "helpers"))),
        *may("read create", "message"),
        *may_read("engineer", but=each(HIDDEN, ("home_location", "notes"))),
    ),
)

DISPATCHER = RoleDraft(
    "dispatcher",
    {"zh-CN": "派单员", "en": "Dispatcher"},
    (
        *may_read(*_CATALOGUES, *_CUSTOMERS, "asset"),
        *may("read create update", "work_order", "engineer", "leave", "it_incident"),
        *may("read create update delete", "visit", "roster_shift", "engineer_skill"),
        *may("read create", "message"),
    ),
    frozenset({"dispatch.assign"}),
)

_MINE = where_any(where("engineer", "is_me"), where("helpers", "is_me"))
_FILLED_ON_SITE = (
    "status",
    "asset",
    "cover",
    "category",
    "result",
    "cause",
    "solution",
    "photos_before",
    "photos_after",
    "signature",
)

ENGINEER = RoleDraft(
    "engineer",
    {"zh-CN": "工程师", "en": "Field engineer"},
    (
        *may_read(*_CATALOGUES),
        *_MASKED_CUSTOMERS,
        *may("read update", "asset", fields=READ, but=each(EDIT, ("status", "installed_on", "notes"))),
        *may("read update", "work_order", scope=_MINE, fields=READ, but=each(EDIT, _FILLED_ON_SITE)),
        *may("read create update", "work_order", scope=OWN, but=each(READ, ("engineer", "helpers"))),
        *may(
            "read update",
            "visit",
            scope=where("engineer", "is_me"),
            but=each(READ, ("work_order", "engineer", "planned_from", "planned_until")),
        ),
        *may("read create", "message", scope=where("work_order.engineer", "is_me")),
        *may_read("engineer", "roster_shift", scope=where("person", "is_me")),
        *may_read("engineer_skill"),
        *may("read create", "leave", scope=where("person", "is_me")),
    ),
)

SUPERVISOR = RoleDraft(
    "supervisor",
    {"zh-CN": "主管", "en": "Supervisor"},
    (
        *may_read(*_CATALOGUES),
        *may("read update", *_CUSTOMERS, "asset"),
        *may("read create update export", "work_order", "it_incident", scope=TEAM_AND_BELOW),
        *may("read create update", "visit", scope=TEAM_AND_BELOW),
        *may("read create", "message", scope=TEAM_AND_BELOW),
        *may("read create", "message", scope=where("work_order.team", "in_my_team")),
        *may("read create update", "engineer", "leave"),
        *may("read create update delete", "roster_shift", "engineer_skill"),
    ),
    frozenset({"dispatch.assign"}),
)

MANAGER = RoleDraft(
    "manager",
    {"zh-CN": "售后经理", "en": "Service manager"},
    may("read export", ANY, fields=READ),
)
"""Sees everything, objects that the company makes later among it, and changes nothing."""

STORE_KEEPER = RoleDraft(
    "store_keeper",
    {"zh-CN": "备件管理员", "en": "Store keeper"},
    (
        *may_read(*_CATALOGUES, "asset"),
        *_MASKED_CUSTOMERS,
        *may_read("engineer", but=each(HIDDEN, ("home_location", "notes"))),
        *may_read("work_order", but=_MASKED_ORDER | each(HIDDEN, ("csat_score", "csat_reasons", "csat_comment"))),
        *may_read("visit", but=each(HIDDEN, ("check_in_location",))),
        *may("read create", "message"),
    ),
)

ROLES: tuple[RoleDraft, ...] = (AGENT, DISPATCHER, ENGINEER, SUPERVISOR, MANAGER, STORE_KEEPER)
