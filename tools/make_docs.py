"""Reference documents that the code itself can tell: settings, refusals, and the description of the HTTP interface.

    make_docs.py [settings] [errors] [openapi] [--check]

Without names all of them. `--check` compares instead of writing. A part whose code is not in the tree is passed over
with a word. Run it with the Python that has the product installed.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from check_messages import import_everything, subclasses
from tree import ROOT, finish, is_there

NOTICE = "<!-- Made by `make docs` from the code. Do not edit. -->\n\n"


def write_settings() -> str:
    """Return docs/settings.md: every setting with its default and its sentence, in the order of declaration."""
    from paidan.kernel.settings import Settings

    rows = ["| Variable | Default | Meaning |", "|---|---|---|"]
    prefix = str(Settings.model_config.get("env_prefix", ""))
    for name, field in Settings.model_fields.items():
        if not field.description:
            raise ValueError(f"the setting {name} has no sentence")
        rows.append(f"| `{(prefix + name).upper()}` | {_default(field)} | {_cell(field.description)} |")
    about = "Each setting is an environment variable, or its name without prefix in `paidan.toml`; the environment wins.\n\n"
    return f"{NOTICE}# Settings\n\n{about}" + "\n".join(rows) + "\n"


def write_errors() -> str:
    """Return docs/errors.md: every refusal's code, HTTP status and sentences, by code."""
    from paidan.kernel.errors import AppError
    from paidan.kernel.i18n import load_catalogue

    import_everything("paidan")
    known = {error.code: error.status for error in subclasses(AppError) if error.__module__.startswith("paidan.")}
    rows = ["| Code | Status | 中文 | English |", "|---|---|---|---|"]
    for code, status in sorted(known.items()):
        texts = load_catalogue().get(f"error.{code}", {})
        rows.append(f"| `{code}` | {status} | {_cell(texts.get('zh-CN', ''))} | {_cell(texts.get('en', ''))} |")
    about = "A refusal reaches a program as problem+json with one of these codes. Codes are never renamed.\n\n"
    return f"{NOTICE}# Refusals\n\n{about}" + "\n".join(rows) + "\n"


def write_openapi() -> str:
    """Return docs/openapi.json: the whole HTTP interface as OpenAPI, keys sorted so that changes read well."""
    from paidan.kernel.settings import Settings

    main = importlib.import_module("paidan.main")
    with tempfile.TemporaryDirectory() as data:
        app = main.create_app(main.open_product(Settings(data=Path(data), database_url="", demo=False)))
        return json.dumps(app.openapi(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


PARTS: dict[str, tuple[str, str, Callable[[], str]]] = {
    "settings": ("docs/settings.md", "paidan.kernel.settings", write_settings),
    "errors": ("docs/errors.md", "paidan.kernel.errors", write_errors),
    "openapi": ("docs/openapi.json", "paidan.main", write_openapi),
}


def refresh(root: Path, names: list[str], *, check: bool) -> list[str]:
    """Write the documents, or with `check` say which differ from what the code tells now."""
    findings = []
    for name in names:
        place, module, write = PARTS[name]
        if not is_there(module):
            print(f"{place}: passed over, {module} is not in the tree")
            continue
        document, text = root / place, write()
        if not check:
            document.parent.mkdir(parents=True, exist_ok=True)
            document.write_text(text, "utf-8")
        elif not document.is_file() or document.read_text("utf-8") != text:
            findings.append(f"{place}: differs from the code; run `make docs`")
    return findings


def _default(field: Any) -> str:
    value = field.get_default(call_default_factory=True)
    if hasattr(value, "get_secret_value"):
        value = value.get_secret_value()
    if isinstance(value, bool):
        value = str(value).lower()
    return f"`{value}`" if str(value) else ""


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def main() -> int:
    """Read the command line and do it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "parts", nargs="*", choices=[*PARTS, []], metavar="PART", help="which documents; all of them without a name"
    )
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    given = parser.parse_args()
    return finish(refresh(ROOT, given.parts or [*PARTS], check=given.check), "The reference documents fit the code.")


if __name__ == "__main__":
    sys.exit(main())
