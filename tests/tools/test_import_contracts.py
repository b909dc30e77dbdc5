"""The import contracts of the project, held against small products that break them."""

import subprocess
import sys
from pathlib import Path

import pytest

CONTRACTS = Path(__file__).resolve().parents[2] / ".importlinter"
BARE = ["kernel/clock", "kernel/database", "platform/files", "builder/records", "aftersales/parts", "features", "main"]


@pytest.fixture
def lint(tmp_path):
    """Return a function that writes a product of these modules and returns what the contracts say about it."""

    def run(**modules):
        for name in [*BARE, *modules]:
            file = tmp_path / "paidan" / f"{name}.py"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(modules.get(name, ""))
            for folder in file.relative_to(tmp_path).parents[:-1]:
                (tmp_path / folder / "__init__.py").touch()
        command = "from importlinter.cli import lint_imports_command as main; main()"
        done = subprocess.run(
            [sys.executable, "-c", command, "--config", str(CONTRACTS), "--no-cache", "--no-logo"],
            cwd=tmp_path,
            check=False,
            capture_output=True,
            text=True,
        )
        return done.returncode, done.stdout + done.stderr

    return run


def test_imports_that_point_down_are_kept(lint):
    status, said = lint(
        **{
            "main": "import paidan.features",
            "features": "import paidan.aftersales.parts",
            "aftersales/parts": "import paidan.builder.records, paidan.kernel.clock",
            "builder/records": "import paidan.platform.files",
            "platform/files": "import paidan.kernel.database",
            "builder/expressions/sql": "import sqlalchemy",
        }
    )

    assert status == 0, said


@pytest.mark.parametrize(
    ("module", "text", "broken"),
    [
        ("kernel/clock", "import paidan.platform.files", "The layers of the product"),
        ("builder/records", "import paidan.aftersales.parts", "The layers of the product"),
        ("extras", "", "The layers of the product"),
        ("aftersales/billing", "", "The rooms of the business"),
        ("aftersales/customers", "import paidan.aftersales.parts", "The rooms of the business"),
        ("aftersales/sla", "import paidan.aftersales.intake", "The rooms of the business"),
        ("builder/objects", "import paidan.builder.records", "The rooms of the builder"),
        ("platform/audit", "import paidan.platform.files", "The rooms of the platform"),
        ("platform/calendars/working_time", "import time", "Pure cores"),
        ("aftersales/sla/ledger", "import paidan.kernel.database", "Pure cores"),
        ("builder/expressions/parser", "import sqlalchemy", "Pure cores"),
        ("builder/flow/graph", "import paidan.kernel.clock", "Pure cores"),
    ],
)
def test_a_broken_contract_is_named(lint, module, text, broken):
    neighbours = {"aftersales/intake": "", "builder/objects": "", "platform/audit": ""}

    status, said = lint(**neighbours | {module: text})

    assert status == 1
    assert any(broken in line and "BROKEN" in line for line in said.splitlines()), said


def test_a_circle_between_siblings_is_found(lint):
    status, said = lint(
        **{
            "aftersales/parts/service": "import paidan.aftersales.parts.queries",
            "aftersales/parts/queries": "import paidan.aftersales.parts.service",
        }
    )

    assert status == 1
    assert "No cycles are allowed in paidan.aftersales.parts" in said
