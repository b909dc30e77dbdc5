"""`paidan doctor`: look at everything that can go wrong, say it in sentences, mend what can be mended."""

from __future__ import annotations

from paidan.commands.line import Line
from paidan.kernel.doctor import Check, Finding
from paidan.kernel.i18n import translate
from paidan.kernel.product import Product


def examine(line: Line, *, mend: bool = False) -> int:
    """Run every check and return how many findings are left. Raises NotMigrated, Unavailable, DatabaseLocked."""
    left = 0
    with line.open(writes=mend) as product:
        for check in product.registry.all(Check):  # type: ignore[type-abstract]
            left += _examine_one(line, product, check, mend=mend)
    line.say("cli.doctor.well" if not left else "cli.doctor.found", count=left)
    return left


def _examine_one(line: Line, product: Product, check: Check, *, mend: bool) -> int:
    findings = list(check.run(product))
    title = translate(f"check.{check.name}", line.language)
    line.say("cli.doctor.good" if not findings else "cli.doctor.bad", title=title)
    for finding in findings:
        _tell(line, finding)
    if not mend or not any(finding.can_be_mended for finding in findings):
        return len(findings)
    line.say("cli.doctor.mended", count=check.mend(product))
    return sum(1 for finding in findings if not finding.can_be_mended)


def _tell(line: Line, finding: Finding) -> None:
    sentence = translate(finding.key, line.language, **finding.params)
    line.say("cli.doctor.mendable" if finding.can_be_mended else "cli.doctor.finding", sentence=sentence)
