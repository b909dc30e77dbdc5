"""The fields that every record has, over the fixed columns of its table."""

from __future__ import annotations

from paidan.builder.objects.shaping.drafts import FieldDraft

SYSTEM_FIELDS: tuple[FieldDraft, ...] = (
    FieldDraft(
        key="title", type="text", label={"zh-CN": "标题", "en": "Title"}, settings={"system": True, "readonly": True}
    ),
    FieldDraft(key="owner", type="person", label={"zh-CN": "负责人", "en": "Owner"}, settings={"system": True}),
    FieldDraft(key="team", type="team", label={"zh-CN": "所属团队", "en": "Team"}, settings={"system": True}),
    FieldDraft(
        key="created_at", type="created_at", label={"zh-CN": "创建时间", "en": "Created at"}, settings={"system": True}
    ),
    FieldDraft(
        key="created_by", type="created_by", label={"zh-CN": "创建人", "en": "Created by"}, settings={"system": True}
    ),
    FieldDraft(
        key="updated_at", type="updated_at", label={"zh-CN": "更新时间", "en": "Updated at"}, settings={"system": True}
    ),
    FieldDraft(
        key="updated_by", type="updated_by", label={"zh-CN": "更新人", "en": "Updated by"}, settings={"system": True}
    ),
)
"""Added to every object unless its draft describes them itself."""

FIXED_COLUMN_OF = {
    "number": "number",
    "title": "title",
    "status": "status",
    "owner": "owner",
    "team": "team",
    "created_at": "created_at",
    "created_by": "created_by",
    "updated_at": "updated_at",
    "updated_by": "updated_by",
}
"""Keys whose values lie in a fixed column; `number` must be a serial or text, `status` a choice."""
