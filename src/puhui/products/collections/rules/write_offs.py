"""Whether a loan may be written off, and how many people must agree: the numbers come from the rulebook and policy."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from puhui.products.collections.contracts import Article
from puhui.products.collections.help_contracts import CannotWriteOff


@dataclass(frozen=True, slots=True, kw_only=True)
class PursuitRules:
    """What the rulebook asks of a claim that was pursued without success; None where no rule holds."""

    days_least: int
    amount_most_minor: int
    contacts_least: int
    articles: Mapping[str, Article]


def check_pursuit(*, days_past_due: int, amount_minor: int, contacts: int, rules: PursuitRules) -> None:
    """Refuses what was not late for long enough, is too large for this ground, or was not pursued enough."""
    faults = (
        ("days", days_past_due < rules.days_least),
        ("amount", amount_minor > rules.amount_most_minor),
        ("contacts", contacts < rules.contacts_least),
    )
    for name, is_fault in faults:
        if is_fault:
            article = rules.articles[name]
            raise CannotWriteOff(
                where="loan_id", why=article.text.en, why_zh=article.text.zh, rule=f"{article.rule_id} [{article.mark}]"
            )


def approvals_needed(*, amount_minor: int, rows: Sequence[tuple[int, int]]) -> int:
    """How many different people approve: `rows` are amounts up to which, and how many, in order; else the most."""
    return next((needed for most, needed in rows if amount_minor <= most), max(needed for _, needed in rows))
