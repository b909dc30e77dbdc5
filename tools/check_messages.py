"""Everything that people read is there in every language, and every refusal has its sentence.

Reads each `messages.toml` by itself, because the product's own loader must be forgiving where this must not.
"""

from __future__ import annotations

import importlib
import pkgutil
import string
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tree import ROOT, finish, is_there

LANGUAGES = ("zh-CN", "en")


def find_message_faults(package: Path) -> list[str]:
    """Say what is wrong in the catalogues below a package folder: languages, variables, keys given twice."""
    findings = []
    places: dict[str, str] = {}
    for file in sorted(package.rglob("messages.toml")):
        place = file.relative_to(package).as_posix()
        try:
            messages = tomllib.loads(file.read_text("utf-8"))
        except tomllib.TOMLDecodeError as error:
            findings.append(f"{place}: not TOML: {error}")
            continue
        for key, texts in messages.items():
            if first := places.get(key):
                findings.append(f"{place}: {key} is already given in {first}")
            places.setdefault(key, place)
            findings += [f"{place}: {key}: {fault}" for fault in _faults(texts)]
    return findings


def _faults(texts: Any) -> Iterator[str]:
    if not isinstance(texts, dict):
        yield 'needs a table ["key"] with one text per language'
        return
    for language in LANGUAGES:
        if not str(texts.get(language, "")).strip():
            yield f"has no text in {language}"
    for language in sorted(texts.keys() - set(LANGUAGES)):
        yield f"is given in {language}, which the product does not speak"
    variables = {language: _variables(str(texts[language])) for language in LANGUAGES if texts.get(language)}
    if None in variables.values():
        yield "has a brace that is never closed or opened"
    elif len(set(variables.values())) > 1:
        shown = "; ".join(
            f"{language} {', '.join(sorted(names or ())) or 'none'}" for language, names in variables.items()
        )
        yield f"has other variables in other languages ({shown})"


def _variables(text: str) -> frozenset[str] | None:
    try:
        return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)
    except ValueError:
        return None


def find_untold_errors(package: str, keys: set[str]) -> list[str]:
    """Say which refusals of a package have no sentence, share a code, or cannot be reached because a module fails.

    A refusal is a subclass of `<package>.kernel.errors.AppError`. Without that module there are none.
    """
    if not is_there(f"{package}.kernel.errors"):
        return []
    findings = import_everything(package)
    base = importlib.import_module(f"{package}.kernel.errors").AppError
    owners: dict[str, str] = {}
    for error in subclasses(base):
        if not error.__module__.startswith(f"{package}."):
            continue
        name = f"{error.__module__}.{error.__qualname__}"
        if "code" in vars(error) and owners.setdefault(error.code, name) != name:
            findings.append(f"{name}: the code {error.code} already belongs to {owners[error.code]}")
        if f"error.{error.code}" not in keys:
            findings.append(f"{name}: no catalogue has error.{error.code}")
    return findings


def import_everything(package: str) -> list[str]:
    """Import every module of a package, so that all its classes are known. Returns a sentence for each that fails."""
    findings = []
    modules = pkgutil.walk_packages(
        importlib.import_module(package).__path__, f"{package}.", onerror=lambda _name: None
    )
    for module in modules:
        if module.name.endswith(".__main__"):
            continue
        try:
            importlib.import_module(module.name)
        except Exception as error:
            findings.append(f"{module.name}: cannot be imported: {type(error).__name__}: {error}")
    return findings


def subclasses(base: type[Any]) -> list[type[Any]]:
    """Return a class and everything derived from it, by module and name."""
    found = [base]
    for child in base.__subclasses__():
        found += subclasses(child)
    return sorted(set(found), key=lambda error: (error.__module__, error.__qualname__))


def read_keys(package: Path) -> set[str]:
    """Return every message key below a package folder; broken files count as empty."""
    keys: set[str] = set()
    for file in package.rglob("messages.toml"):
        try:
            keys |= tomllib.loads(file.read_text("utf-8")).keys()
        except tomllib.TOMLDecodeError:
            continue
    return keys


def main() -> int:
    """Check the product."""
    package = ROOT / "src" / "paidan"
    keys = read_keys(package)
    findings = find_message_faults(package) + find_untold_errors("paidan", keys)
    return finish(findings, f"{len(keys)} messages are complete in {' and '.join(LANGUAGES)}.")


if __name__ == "__main__":
    sys.exit(main())
