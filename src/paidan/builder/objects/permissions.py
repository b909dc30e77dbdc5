"""What may be granted about objects."""

from paidan.platform.permissions.permission import Permission

MANAGE_OBJECTS = Permission(
    "objects.manage",
    {"zh-CN": "设计对象和字段", "en": "Shape objects and fields"},
    {
        "zh-CN": "新增和修改对象、字段、选项，撤销这些改动。",
        "en": "Add and change objects, fields and options, and undo such changes.",
    },
)
