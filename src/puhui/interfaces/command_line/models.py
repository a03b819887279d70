"""`puhui models`: trains a scorecard (or a challenger) on a table or on invoices, and evaluates one."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, Literal, ParamSpec

import click

from puhui.interfaces.command_line.printing import REFUSED, print_json, print_refusal, table
from puhui.kernel.dates import LATEST
from puhui.kernel.errors import Refusal
from puhui.kernel.texts import Text
from puhui.risk.facts.facade import fact_definitions
from puhui.risk.modelling.facade import (
    INVOICE_RULE,
    INVOICE_SIGNS,
    INVOICE_TEXTS,
    REJECT_METHODS,
    RejectMethod,
    TrainingPlan,
    evaluate_model,
    facts_table,
    read_adjustments,
    read_sample,
    read_segment,
    train_model,
)

P = ParamSpec("P")
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
PRESET_SEED = 20261123


def _refusing(act: Callable[P, None]) -> Callable[P, None]:
    """Prints a refusal and exits 1."""

    @wraps(act)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            act(*args, **kwargs)
        except Refusal as refusal:
            print_refusal(refusal, as_json=bool(kwargs.get("as_json")))
            raise SystemExit(REFUSED) from None

    return wrapped


@click.group(help="Trains and evaluates scorecards.")
def command() -> None:
    """Holds the two."""


@command.command("train")
@click.option("--data", type=FILE, help="A CSV or Parquet file, one row a case.")
@click.option("--invoices", type=FILE, help="Instead of --data: invoices of many firms, in the import format.")
@click.option("--firms", type=FILE, help="With --invoices: firm_id and the outcome of each firm.")
@click.option("--target", help="The column with the outcome: 1 bad, 0 good, empty not known. With --invoices: default.")
@click.option("--bad-value", default="", help="The value of the target that is bad, where it is no plain yes or no.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="The folder to write to.")
@click.option("--kind", type=click.Choice(["scorecard", "gbdt"]), default="scorecard", show_default=True)
@click.option(
    "--shape",
    type=click.Choice(["curves", "woe"]),
    default="curves",
    show_default=True,
    help="Of a scorecard: smooth tables and pairs of columns, or plain weights of evidence.",
)
@click.option("--exclude", default="", help="Columns to leave out, with commas between.")
@click.option("--groups", default="", help="Columns to audit for fairness, with commas between: kept out of the model.")
@click.option("--bins", type=FILE, help="A TOML file of bins, directions or points set by hand, with who and why.")
@click.option(
    "--rejects", type=FILE, help="Declined applicants, without an outcome: the card says what they would change."
)
@click.option(
    "--reject-method",
    type=click.Choice(REJECT_METHODS),
    default="compare",
    show_default=True,
    help="Whether declined applicants teach: only compared, with drawn outcomes, or by weighing the accepted.",
)
@click.option(
    "--segment", multiple=True, help='Only rows such as "months_observed: [1..12)" teach; may be given several times.'
)
@click.option("--period", default="", help="The column of dates or years along which the model is to last.")
@click.option("--allow-protected", is_flag=True, help="Trains even with columns that may not decide about people.")
@click.option("--seed", type=int, default=PRESET_SEED, show_default=True)
@click.option("--allow-leaks", is_flag=True, help="Trains even with columns that tell the outcome almost alone.")
@click.option("--id", "model_id", default="model", show_default=True, help="The name of the model.")
@click.option("--model-version", default="1", show_default=True)
@click.option("--label", default="", help="What the card says of its use.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object: the model card.")
@_refusing
def train(
    *,
    data: Path | None,
    invoices: Path | None,
    firms: Path | None,
    target: str | None,
    bad_value: str,
    out: Path,
    kind: Literal["scorecard", "gbdt"],
    shape: Literal["curves", "woe"],
    exclude: str,
    groups: str,
    bins: Path | None,
    rejects: Path | None,
    reject_method: RejectMethod,
    segment: tuple[str, ...],
    period: str,
    allow_protected: bool,
    seed: int,
    allow_leaks: bool,
    model_id: str,
    model_version: str,
    label: str,
    as_json: bool,
) -> None:
    """Writes the model, model_card.json and model_card.md into a folder."""
    if (data is None) == (invoices is None) or (invoices is None) != (firms is None):
        raise click.UsageError("give --data with --target, or --invoices with --firms")
    if data is not None and not target:
        raise click.UsageError("--data needs --target")
    if rejects is None and reject_method != "compare":
        raise click.UsageError("--reject-method needs --rejects")
    common: dict[str, Any] = {
        "kind": kind,
        "shape": shape,
        "bad_value": bad_value,
        "exclude": _names(exclude),
        "groups": _names(groups),
        "period": period,
        "segment": read_segment(segment),
        "reject_method": reject_method,
        "by_hand": read_adjustments(bins) if bins else {},
        "allow_protected": allow_protected,
        "seed": seed,
        "allow_leaks": allow_leaks,
        "model_id": model_id,
        "version": model_version,
        "label": label or "trained by puhui models train; not approved for use",
    }
    if invoices is not None and firms is not None:
        content = facts_table(firms, invoices=invoices, target=target or "default")
        plan = TrainingPlan(
            target=target or "default",
            data_name=f"{firms.name} and {invoices.name}",
            signs=INVOICE_SIGNS,
            texts=INVOICE_TEXTS,
            rule=INVOICE_RULE,
            with_ratios=False,
            **common,
        )
    else:
        assert data is not None
        content, rows = read_sample(data)
        sampled = f"{content.num_rows:,} of its {rows:,} rows, drawn at random" if rows > content.num_rows else ""
        if sampled:
            click.echo(f"{data.name} is large: trained on {sampled}.", err=True)
        plan = TrainingPlan(target=target or "", data_name=data.name, sampled=sampled, texts=_fact_words(), **common)
    declined = read_sample(rejects)[0] if rejects else None
    model = train_model(content, plan=plan, rejects=declined)
    model.write(out)
    _tell_training(model.card, out=out, as_json=as_json)


@command.command("evaluate")
@click.option("--model", "folder", type=click.Path(exists=True, file_okay=False, path_type=Path), required=True)
@click.option("--data", type=FILE, required=True, help="A CSV or Parquet file with the model's columns.")
@click.option("--target", required=True, help="The column with the outcome.")
@click.option("--bad-value", default="", help="The value of the target that is bad.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@_refusing
def evaluate(*, folder: Path, data: Path, target: str, bad_value: str, as_json: bool) -> None:
    """Prints what a model is worth on other data: AUC with its interval, KS, Brier, calibration."""
    found = evaluate_model(folder, read_sample(data, most=None)[0], target=target, bad_value=bad_value)
    if as_json:
        print_json(found)
        return
    rows = [[name, f"{value}"] for name, value in found.items() if name != "calibration"]
    click.echo(table(["figure", "value"], rows, left=1))


def _fact_words() -> dict[str, tuple[Text, str]]:
    """What a column is called that bears the name of a fact: the words that a customer reads in a reason."""
    return {name: (fact.text, fact.unit) for name, fact in fact_definitions(on=LATEST).items()}


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _tell_training(card: dict[str, Any], *, out: Path, as_json: bool) -> None:
    if as_json:
        print_json({"folder": str(out), **card})
        return
    unseen = card["out_of_fold"]
    click.echo(
        f"Trained on {card['data']['rows']:,} rows ({card['data']['bad']:,} bad). Out of fold: AUC {unseen['auc']:.3f} "
        f"({unseen['auc_low']:.3f} to {unseen['auc_high']:.3f}), KS {unseen['ks']:.3f}, Brier {unseen['brier']:.4f}."
    )
    if later := card["out_of_time"]:
        click.echo(
            f"Out of time, on the last {later['rows']:,} rows by {later['column']}: AUC {later['auc']:.3f} "
            f"({later['auc_low']:.3f} to {later['auc_high']:.3f}); said {later['mean_pd']:.3f}, "
            f"happened {later['bad_rate']:.3f}."
        )
    for found in card["groups"]:
        for group in found["groups"]:
            if group["alarm"]:
                told = f"{group['ratio']:.2f} of the rate of {found['reference']}"
                click.echo(f"Alarm: {found['column']} {group['group']} would be approved at {told}.", err=True)
    if found := card["beside"]:
        gain = f"{found['auc_gain']:+.3f} ({found['auc_gain_low']:+.3f} to {found['auc_gain_high']:+.3f})"
        click.echo(f"On its segment, {card['segment']}: {gain} in AUC against one model for everybody.")
    for suspect in card["suspects"]:
        click.echo(f"Look at {suspect['column']} again: alone it reaches an AUC of {suspect['auc']}.", err=True)
    click.echo(f"The model and its card are in {out}.")
