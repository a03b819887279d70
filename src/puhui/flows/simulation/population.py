"""A made-up population, repeatable from its seed: firms, their invoices, and who fails."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from puhui.flows.simulation.identities import Identity, identity_of
from puhui.flows.simulation.invoices import invoice_csv, invoice_table
from puhui.flows.simulation.profiles import first_month, rating_of, takes_offer, will_default
from puhui.foundation.documents.facade import InvoiceFormat, summaries_of_file
from puhui.kernel.dates import month_number, month_start
from puhui.risk.facts.facade import FACTS, facts_from_invoices

RATES_PCT = tuple(4 + 0.5 * step for step in range(23))
FIRM_COLUMNS = ("firm_id", "masked_name", "rated", "rating", "default", "industry", "region", "founded_on")


@dataclass(frozen=True, slots=True)
class MadeUpFirm:
    """One made-up firm, as of a day. `defaults` is what the future holds, and no decision may see it."""

    firm_id: str
    identity: Identity
    as_of: date
    rating: str
    defaults: bool

    @property
    def founded_on(self) -> date:
        """Some months before the first invoice."""
        months = 2 + len(self.identity.firm_name) * 3
        return month_start(self._first_month - months)

    def invoices(self) -> pa.Table:
        """All invoices up to the day, in the columns of the import format."""
        return invoice_table(self.identity.uscc, from_month=self._first_month, to_date=self.as_of, firm_id=self.firm_id)

    def invoices_csv(self) -> bytes:
        """The same as a file."""
        return invoice_csv([self.invoices()])

    def seen_on(self, day: date) -> "MadeUpFirm":
        """The same firm on another day."""
        return replace(self, as_of=day)

    def takes_offer(self, *, annual_rate_pct: float) -> bool:
        """Whether the firm stays at this rate."""
        return takes_offer(self.identity.uscc, annual_rate_pct=annual_rate_pct)

    @property
    def _first_month(self) -> int:
        return first_month(self.identity.uscc, month_no=month_number(self.as_of))


def make_population(size: int, *, seed: int, as_of: date) -> Iterator[MadeUpFirm]:
    """The first `size` firms of the population with this seed."""
    for number in range(size):
        identity = identity_of(seed=seed, number=number)
        yield MadeUpFirm(
            firm_id=f"M{number + 1}",
            identity=identity,
            as_of=as_of,
            rating=rating_of(identity.uscc),
            defaults=will_default(identity.uscc),
        )


def write_population(
    folder: Path, *, size: int, seed: int, as_of: date, file_format: InvoiceFormat, told: Callable[[int], None]
) -> int:
    """Writes firms.csv, invoices.csv or .parquet, rate_churn.csv and facts.csv (to train on); counts the invoices.

    `told` hears of each firm that is done.
    """
    folder.mkdir(parents=True, exist_ok=True)
    firms = list(make_population(size, seed=seed, as_of=as_of))
    tables = []
    for done, firm in enumerate(firms, 1):
        tables.append(firm.invoices())
        told(done)
    whole = pa.concat_tables(tables)
    path = folder / f"invoices.{file_format}"
    if file_format == "parquet":
        pq.write_table(whole, path, compression="zstd")
    else:
        path.write_bytes(invoice_csv([whole]))
    _write_firms(folder / "firms.csv", firms)
    _write_facts(folder / "facts.csv", firms, invoices=path, as_of=as_of, file_format=file_format)
    _write_churn(folder / "rate_churn.csv", list(make_population(max(size, 300), seed=seed, as_of=as_of)))
    return int(whole.num_rows)


def _write_firms(path: Path, firms: list[MadeUpFirm]) -> None:
    with path.open("w", newline="", encoding="utf-8") as stream:
        lines = csv.writer(stream)
        lines.writerow(FIRM_COLUMNS)
        for firm in firms:
            who = firm.identity
            row = (firm.firm_id, who.firm_name, 1, firm.rating, int(firm.defaults), who.industry.code, who.region)
            lines.writerow([*row, firm.founded_on.isoformat()])


def _write_facts(
    path: Path, firms: list[MadeUpFirm], *, invoices: Path, as_of: date, file_format: InvoiceFormat
) -> None:
    """One line a firm: its facts, and the outcome. Without the rating, which is nearly the outcome."""
    summaries = summaries_of_file(invoices, as_of=as_of, file_format=file_format)
    with path.open("w", newline="", encoding="utf-8") as stream:
        lines = csv.writer(stream)
        lines.writerow(["firm_id", *FACTS, "default"])
        for firm in firms:
            summary = summaries.get(firm.firm_id)
            if summary is not None:
                facts = facts_from_invoices(summary)
                lines.writerow([firm.firm_id, *(facts[name].value for name in FACTS), int(firm.defaults)])


def _write_churn(path: Path, firms: list[MadeUpFirm]) -> None:
    """The share of customers that would leave, by rate and rating, measured on the population itself."""
    with path.open("w", newline="", encoding="utf-8") as stream:
        lines = csv.writer(stream)
        lines.writerow(["annual_rate", "churn_A", "churn_B", "churn_C"])
        for rate in RATES_PCT:
            shares = []
            for rating in "ABC":
                rated = [f for f in firms if f.rating == rating]
                left = sum(not f.takes_offer(annual_rate_pct=rate) for f in rated)
                shares.append(f"{left / max(len(rated), 1):.6f}")
            lines.writerow([f"{rate / 100:.4f}", *shares])
