"""Shaping: the commands that make and change objects, fields and choices.

Every command stores how to undo it and raises the version of the model, in the transaction of the change itself.
"""

from paidan.builder.objects.shaping.choices import add_choice, change_choice
from paidan.builder.objects.shaping.drafts import ChoiceDraft, FieldDraft, ObjectDraft
from paidan.builder.objects.shaping.fields import add_field, change_field, restore_field, trash_field
from paidan.builder.objects.shaping.objects import change_object, define_object
from paidan.builder.objects.shaping.undoing import undo_change

__all__ = [
    "ChoiceDraft",
    "FieldDraft",
    "ObjectDraft",
    "add_choice",
    "add_field",
    "change_choice",
    "change_field",
    "change_object",
    "define_object",
    "restore_field",
    "trash_field",
    "undo_change",
]
