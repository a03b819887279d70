"""What a cost sheet says of a subsidy: gross, what the state pays, and net, when all goes to plan."""

from collections.abc import Mapping, Sequence
from typing import Any

from puhui.finmath.all_in_cost import all_in_pct
from puhui.finmath.loans.state import InstalmentState
from puhui.finmath.subsidies import split_run
from puhui.kernel.canonical import plain
from puhui.kernel.money import Money
from puhui.kernel.texts import Text
from puhui.products.origination.contracts import QuoteTerms

WAYS = {
    True: Text(
        en="Paid into each instalment on its due day: you pay the rest.",
        zh="于每期到期日冲抵应还利息，您只需支付余额。",
    ),
    False: Text(
        en="You pay each instalment in full; the state's part comes back to your loan when the state has paid.",
        zh="您先按期全额还款；财政资金到账后，贴息转入您的贷款账户。",
    ),
}


def subsidy_part(quote: QuoteTerms, lines: Sequence[InstalmentState], *, total: int) -> dict[str, Any]:
    """Nothing without a subsidy; else gross, state's part and net, line by line and in all."""
    told = quote.subsidy
    if told is None or not told.share.state_weight:
        return {}
    splits = split_run([(line.due_date, line.interest) for line in lines], told.share)
    net = [line._replace(interest=split.borrower_minor) for line, split in zip(lines, splits, strict=True)]
    state = sum(split.state_minor for split in splits)

    def money(minor: int) -> str:
        return str(Money(minor, quote.terms.currency))

    return {
        "subsidy": {
            "scheme": told.scheme,
            "version": told.version,
            "giver": told.giver,
            "name": plain(told.name),
            "condition": plain(told.condition),
            "way": plain(WAYS[told.is_net]),
            "gross_interest": money(sum(line.interest for line in lines)),
            "state_pays": money(state),
            "net_interest": money(sum(split.borrower_minor for split in splits)),
            "net_total_cost": money(total - state),
            "net_all_in_cost_pct": f"{all_in_pct(quote.terms, net):f}",
            "until": told.share.until.isoformat(),
            "schedule": [
                {"n": line.n, "state": money(split.state_minor), "total": money(line.total)}
                for line, split in zip(net, splits, strict=True)
            ],
        }
    }


def subsidy_words(shown: Mapping[str, Any]) -> list[str]:
    """What a localised sheet says of its subsidy, as sentences; nothing without one."""
    told = shown.get("subsidy")
    if told is None:
        return []
    figures = f"{told['name']}: {told['gross_interest']} − {told['state_pays']} = {told['net_interest']}"
    return [f"{figures} {shown['currency']} ({told['net_all_in_cost_pct']} %)", told["way"], told["condition"]]
