"""`puhui run-book`: a book of firms through a year of lending, in a data folder of its own.

The parent trains and chooses without a database, and writes the choice down as policy files; the child, started with
those files and an empty data folder, takes the firms through the real flows. Only so does one process never see two
installations.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import click
from django.conf import settings

from puhui.flows.run_book.plan import (
    HIGHEST_RATE,
    Candidate,
    Choice,
    best_rate,
    choose,
    limit_of,
    rating_cuts,
    rating_of,
    read_churn,
)
from puhui.flows.run_book.policy import policy_document, write_overlay
from puhui.flows.run_book.report import html_report
from puhui.foundation.catalogue.facade import installed_lpr
from puhui.foundation.documents.facade import InvoiceFormat, InvoiceSummary, summaries_of_file
from puhui.interfaces.command_line.printing import REFUSED, print_json, print_refusal, table
from puhui.kernel.errors import InvalidInput, Refusal
from puhui.kernel.money import Money
from puhui.risk.decisioning.facade import parse_scorecard, policy_in_force
from puhui.risk.facts.facade import facts_from_invoices
from puhui.risk.modelling.facade import (
    INVOICE_RULE,
    INVOICE_SIGNS,
    INVOICE_TEXTS,
    TrainedModel,
    TrainingPlan,
    facts_table,
    read_table,
    train_model,
)

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
LEAST_MINOR, MOST_MINOR, STEP_MINOR = 10_000_000, 100_000_000, 1_000_000
TURNOVER_SHARE_PCT = 25
"""Affordability: a loan is at most a quarter of a year's turnover."""


@click.command(help="Takes a book of firms through a year of lending.")
@click.option("--firms", type=FILE, required=True, help="firm_id, rating, default; empty for the firms to lend to.")
@click.option("--history", type=FILE, required=True, help="Invoices of the firms with a known outcome.")
@click.option("--invoices", type=FILE, required=True, help="Invoices of the firms without one.")
@click.option("--churn", type=FILE, required=True, help="annual_rate, churn_A, churn_B, churn_C.")
@click.option("--budget", type=click.IntRange(100_000, 10**12), required=True, help="In yuan.")
@click.option("--lgd-pct", type=click.IntRange(0, 100), default=60, show_default=True, help="Loss given default.")
@click.option("--seed", type=int, default=20261123, show_default=True, help="Draws who stays and who fails.")
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), help="Writes an HTML page.")
@click.option("--home", type=click.Path(file_okay=False, path_type=Path), help="Keeps the data folder of the run here.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def command(
    *,
    firms: Path,
    history: Path,
    invoices: Path,
    churn: Path,
    budget: int,
    lgd_pct: int,
    seed: int,
    report: Path | None,
    home: Path | None,
    as_json: bool,
) -> None:
    """Trains, chooses limit and price, lives the year on the real flows, and proves the books."""
    try:
        with _data_folder(home) as folder:
            settled = _settle(
                firms, history=history, invoices=invoices, churn=churn, budget=budget, lgd=lgd_pct / 100, folder=folder
            )
            settled["seed"] = seed
            result = {**_live(folder, settled, quiet=as_json), "model": settled["model"], "plan": settled["plan"]}
    except Refusal as refusal:
        print_refusal(refusal, as_json=as_json)
        sys.exit(REFUSED)
    if report:
        report.write_text(html_report(result), encoding="utf-8")
    if as_json:
        print_json(result)
    else:
        _tell(result)
    sys.exit(REFUSED if result["ledger"]["faults"] else 0)


@contextmanager
def _data_folder(home: Path | None) -> Iterator[Path]:
    if home is None:
        with tempfile.TemporaryDirectory(prefix="puhui-run-book-") as made:
            yield Path(made)
        return
    if home.exists() and any(home.iterdir()):
        raise InvalidInput("home", "the data folder of a run must be empty")
    home.mkdir(parents=True, exist_ok=True)
    yield home.absolute()


def _settle(
    firms: Path, *, history: Path, invoices: Path, churn: Path, budget: int, lgd: float, folder: Path
) -> dict[str, Any]:
    """Trains on the firms with an outcome, chooses for the others, and writes the policy files of the run."""
    on = _first_day(invoices)
    model = _trained(firms, history)
    model.write(folder / "model")
    card = parse_scorecard(model.document)
    table_of_churn = read_churn(churn)
    ratings = rating_cuts(_rated_scores(firms, history, on=on, points=card.points))
    summaries = summaries_of_file(invoices, as_of=on, file_format=_format(invoices))
    names = _firms_to_lend_to(firms, summaries)
    candidates = []
    for name in names:
        facts = {key: fact.value for key, fact in facts_from_invoices(summaries[name]).items()}
        score = card.points(facts)
        limit = limit_of(
            facts["turnover_12m"], share_pct=TURNOVER_SHARE_PCT, most_minor=MOST_MINOR, step_minor=STEP_MINOR
        )
        rating = rating_of(score, cuts=ratings)
        candidates.append(Candidate(name, score, float(card.pd(score)), rating, limit if limit >= LEAST_MINOR else 0))
    chosen, shadow = choose(candidates, churn=table_of_churn, budget_minor=budget * 100, lgd=lgd)

    def price(score: int) -> float | None:
        best = best_rate(
            pd=float(card.pd(score)),
            rating=rating_of(score, cuts=ratings),
            churn=table_of_churn,
            shadow=shadow,
            lgd=lgd,
        )
        return best[0] if best else None

    lowest = card.base_points + sum(min(b.points for b in (*f.bins, f.missing)) for f in card.features)
    shipped, _ = policy_in_force("working-capital", on=on)
    policy = policy_document(
        shipped.document,
        on=on,
        scores=(lowest, card.best_score),
        price=price,
        ratings=ratings,
        lpr_pct=installed_lpr(on),
        most_minor=MOST_MINOR,
        turnover_share_pct=TURNOVER_SHARE_PCT,
    )
    _write_policies(folder / "policies", policy=policy, scorecard=model.document)
    return {
        "firms": names,
        "invoices": str(invoices.absolute()),
        "file_format": _format(invoices),
        "on": on.isoformat(),
        "budget_minor": budget * 100,
        "ask_minor": MOST_MINOR,
        "churn": str(churn.absolute()),
        "ratings": ratings,
        "lgd": lgd,
        "model": {key: model.card["out_of_fold"][key] for key in ("auc", "auc_low", "auc_high", "ks", "brier", "rows")},
        "plan": _plan_figures(chosen, shadow=shadow),
    }


def _plan_figures(chosen: list[Choice], *, shadow: float) -> dict[str, Any]:
    """What the optimiser meant to do, before the hard rules and the budget had their say."""
    return {
        "offers": len(chosen),
        "expected_payout": str(Money(round(sum(c.stays * c.limit_minor for c in chosen)))),
        "expected_margin": str(Money(round(sum(c.stays * c.margin * c.limit_minor for c in chosen)))),
        "shadow_price_pct": f"{shadow * 100:.4f}",
        "highest_rate_pct": f"{HIGHEST_RATE * 100:g}",
    }


def _trained(firms: Path, history: Path) -> TrainedModel:
    plan = TrainingPlan(
        target="default",
        model_id="run-book",
        label="Trained by puhui run-book on the data it was given; for this run only",
        data_name=f"{firms.name} and {history.name}",
        signs=INVOICE_SIGNS,
        texts=INVOICE_TEXTS,
        rule=INVOICE_RULE,
        with_ratios=False,
    )
    return train_model(facts_table(firms, invoices=history), plan=plan)


def _rated_scores(firms: Path, history: Path, *, on: date, points: Any) -> list[tuple[int, str]]:
    """The score and the rating of every firm that the staff have rated."""
    rows = read_table(firms).to_pylist()
    if not rows or "rating" not in rows[0]:
        raise InvalidInput("firms", "the column rating is missing")
    ratings = {str(row["firm_id"]): row["rating"] for row in rows if row["rating"]}
    summaries = summaries_of_file(history, as_of=on, file_format=_format(history))
    return [
        (points({key: fact.value for key, fact in facts_from_invoices(summaries[firm]).items()}), rating)
        for firm, rating in ratings.items()
        if firm in summaries
    ]


def _firms_to_lend_to(firms: Path, summaries: Mapping[str, InvoiceSummary]) -> list[str]:
    rows = read_table(firms).to_pylist()
    names = [str(row["firm_id"]) for row in rows if row.get("default") in (None, "")]
    found = [name for name in names if name in summaries]
    if not found:
        raise InvalidInput("invoices", "no invoices of a firm without a known outcome")
    return found


def _first_day(invoices: Path) -> date:
    """The day after the last invoice: the day on which all of them apply."""
    days = read_table(invoices).column("invoice_date").to_pylist()
    last = max(day for day in days if day is not None)
    last = last if isinstance(last, date) else date.fromisoformat(str(last)[:10])
    return last + timedelta(days=1)


def _format(path: Path) -> InvoiceFormat:
    return "parquet" if path.suffix == ".parquet" else "csv"


def _write_policies(folder: Path, *, policy: Mapping[str, Any], scorecard: Mapping[str, Any]) -> None:
    own = settings.PUHUI_ENVIRONMENT.policies
    if own is not None:
        shutil.copytree(own, folder, dirs_exist_ok=True)
    write_overlay(folder, policy=policy, scorecard=scorecard)


def _live(folder: Path, settled: Mapping[str, Any], *, quiet: bool) -> dict[str, Any]:
    """Runs the child on the run's own installation and reads what it found."""
    plan, answer = folder / "plan.json", folder / "result.json"
    plan.write_text(json.dumps(settled), encoding="utf-8")
    home = folder / "home"
    environment = {**os.environ, "PUHUI_HOME": str(home), "PUHUI_POLICIES": str(folder / "policies")}
    module = "puhui.interfaces.command_line.run_book_child"
    code = subprocess.call(  # noqa: S603 - our own interpreter and module
        [sys.executable, "-m", module, str(plan), str(answer), "quiet" if quiet else "told"], env=environment
    )
    if not answer.exists():
        raise InvalidInput("run", f"the run ended with code {code} before it had a result")
    result: dict[str, Any] = json.loads(answer.read_text(encoding="utf-8"))
    if "error" in result:
        raise InvalidInput(result["error"]["where"] or "run", result["error"]["message"])
    return result


def _tell(result: Mapping[str, Any]) -> None:
    rows = [
        [name.replace("_", " "), f"{value:,}" if isinstance(value, int) else str(value)]
        for name, value in result.items()
        if not isinstance(value, dict | list)
    ]
    click.echo(table(["", ""], rows, left=1))
    money = [
        [name, result["expected"][name], result["expected_of_accepted"][name], result["simulated"][name]]
        for name in ("interest", "loss", "margin")
    ]
    click.echo()
    click.echo(table(["yuan", "expected of offers", "expected of loans", "simulated"], money, left=1))
    model = result["model"]
    click.echo(
        f"\nModel: AUC {model['auc']:.3f} ({model['auc_low']:.3f} to {model['auc_high']:.3f}) out of fold, "
        f"{model['rows']} firms."
    )
    faults = result["ledger"]["faults"]
    click.echo("The books hold." if not faults else f"The books do not hold: {faults}")
