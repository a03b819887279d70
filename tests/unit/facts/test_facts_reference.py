"""The page on invoices names every fact, with its formula, and every reason for which a row is refused."""

from pathlib import Path

from puhui.foundation.documents.facade import REASONS
from puhui.risk.facts.rules.invoice_facts import FACTS

PAGE = (Path(__file__).parents[3] / "docs" / "reference" / "invoices.md").read_text()


def test_the_page_is_complete() -> None:
    for d in FACTS.values():
        assert f"| `{d.name}` | {d.text.zh} | {d.unit} | {d.window_months} | {d.formula} |" in PAGE
    for code, text in REASONS.items():
        assert f"| `{code}` | {text.en} |" in PAGE
