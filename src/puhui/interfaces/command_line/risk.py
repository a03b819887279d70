"""`puhui risk`: how loans are graded, and what is set aside for them."""

import sys
from datetime import date, datetime
from typing import Any

import click

from puhui.interfaces.command_line.printing import REFUSED, print_json, print_refusal, table
from puhui.kernel.actors import SYSTEM
from puhui.kernel.errors import Refusal
from puhui.kernel.money import Money
from puhui.products.lending.facade import PortfolioLine, portfolio_days
from puhui.risk.provisioning.facade import (
    Grade,
    GradeView,
    ProvisionLine,
    graded_as,
    last_provided,
    provisions,
    quality,
)

_GRADES = {grade.name.lower(): grade for grade in Grade}


@click.group(help="Shows how loans are graded and what is set aside.")
def command() -> None:
    """Holds the commands."""


@command.command("grades")
@click.option("--grade", type=click.Choice(list(_GRADES)), help="Only this class.")
@click.option("--stage", type=click.IntRange(1, 3), help="Only this stage.")
@click.option("--most", type=click.IntRange(1, 200), default=50, show_default=True, help="How many at the most.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def grades(*, grade: str | None, stage: int | None, most: int, as_json: bool) -> None:
    """Loans that are not plain normal: class, stage, whether they accrue, and why."""
    try:
        found = graded_as(SYSTEM, grade=_GRADES[grade] if grade else None, stage=stage, most=most)
    except Refusal as refusal:
        print_refusal(refusal, as_json=as_json)
        sys.exit(REFUSED)
    if as_json:
        for view in found:
            print_json(_grade(view))
    else:
        rows = [[str(v.loan_id), v.grade.name.lower(), str(v.stage), ", ".join(v.reasons)] for v in found]
        click.echo(table(["loan", "class", "stage", "why"], rows, left=4))


@command.command("book")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="A closed business date; preset the last one.")
@click.option("--currency", default="CNY", show_default=True, help="Loans of this currency.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def book(*, on: datetime | None, currency: str, as_json: bool) -> None:
    """The book at the end of a business date: open loans by product, class and days past due."""
    day = on.date() if on else last_provided(SYSTEM)
    lines = portfolio_days(SYSTEM, on=[day], currency=currency) if day else []
    if as_json:
        for line in lines:
            print_json(_book_line(line, currency))
        return
    rows = [
        [
            x.product_code,
            Grade(x.grade).name.lower(),
            f"{x.days_band}+",
            str(x.loans),
            str(Money(x.principal_minor, currency)),
        ]
        for x in lines
    ]
    click.echo(
        f"{day or 'no day is closed'}\n" + table(["product", "class", "days late", "loans", "principal"], rows, left=2)
    )


@command.command("provision")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="A closed business date; preset the last one.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def provision(*, on: datetime | None, as_json: bool) -> None:
    """Statutory provision and expected loss, by product, class and stage, and the ratios of the book."""
    day = on.date() if on else last_provided(SYSTEM)
    lines = provisions(SYSTEM, on=day) if day else []
    if as_json:
        print_json(_provisions(day, lines))
        return
    heads = ["product", "class", "stage", "loans", "principal", "statutory", "expected loss"]
    rows = [
        [
            line.product_code,
            line.grade.name.lower(),
            str(line.stage),
            str(line.loans),
            *(_major(minor, line) for minor in (line.principal_minor, line.statutory_minor, line.expected_loss_minor)),
        ]
        for line in lines
    ]
    click.echo(f"At the end of {day or '-'}:")
    click.echo(table(heads, rows, left=2))


def _grade(view: GradeView) -> dict[str, Any]:
    return {
        "loan_id": str(view.loan_id),
        "grade": view.grade.name.lower(),
        "stage": view.stage,
        "is_non_accrual": view.is_non_accrual,
        "reasons": list(view.reasons),
        "since": view.since.isoformat() if view.since else None,
    }


def _book_line(line: PortfolioLine, currency: str) -> dict[str, Any]:
    names = ("principal", "interest", "penalty")
    amounts = {name: str(Money(getattr(line, f"{name}_minor"), currency)) for name in names}
    told = {name: getattr(line, name) for name in ("product_code", "grade", "days_band", "loans")}
    return {"on": line.on.isoformat(), **told, **amounts}


def _provisions(day: date | None, lines: list[ProvisionLine]) -> dict[str, Any]:
    found = quality(line for line in lines if line.currency == "CNY")
    ratios = {
        "npl_ratio_pct": found.npl_ratio_bps,
        "coverage_ratio_pct": found.coverage_ratio_bps,
        "provision_ratio_pct": found.provision_ratio_bps,
    }
    return {
        "on": day.isoformat() if day else None,
        "lines": [
            {
                "product": line.product_code,
                "currency": line.currency,
                "grade": line.grade.name.lower(),
                "stage": line.stage,
                "loans": line.loans,
                "principal": _major(line.principal_minor, line),
                "exposure": _major(line.exposure_minor, line),
                "statutory": _major(line.statutory_minor, line),
                "expected_loss": _major(line.expected_loss_minor, line),
            }
            for line in lines
        ],
        **{name: None if bps is None else f"{bps // 100}.{bps % 100:02d}" for name, bps in ratios.items()},
    }


def _major(minor: int, line: ProvisionLine) -> str:
    return str(Money(minor, line.currency))
