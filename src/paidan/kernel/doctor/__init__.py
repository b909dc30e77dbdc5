"""The doctor: checks that tell an operator in sentences what is wrong, and mend what can be mended."""

from paidan.kernel.doctor.check import Check, Finding

__all__ = ["Check", "Finding"]
