"""How applications of a period came through: the funnel from started to paid out, what was decided, and why not."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from puhui.flows.dashboards.asking import NOBODY, Places, product_names
from puhui.flows.dashboards.contracts import Asked, Board, Column, Link, Sheet, Value
from puhui.flows.dashboards.made import TOTAL, UNKNOWN, column, percent
from puhui.foundation.access.facade import display_names
from puhui.foundation.casework.facade import officer_column
from puhui.foundation.party.facade import region_column
from puhui.kernel.actors import Actor
from puhui.kernel.texts import Text
from puhui.products.lending.facade import paid_out_column
from puhui.products.origination.facade import (
    OUTCOMES,
    STEPS,
    Cohort,
    Counted,
    applications_by_outcome,
    applications_by_reason,
    applications_by_step,
)

STEP_TEXTS: Final = {
    "started": Text(en="Started", zh="发起"),
    "submitted": Text(en="Submitted", zh="提交"),
    "decided": Text(en="Decided", zh="审批"),
    "offered": Text(en="Offered", zh="出方案"),
    "accepted": Text(en="Accepted", zh="接受"),
    "signed": Text(en="Signed", zh="签约"),
    "paid_out": Text(en="Paid out", zh="放款"),
}
OUTCOME_TEXTS: Final = {
    "approved": Text(en="Approved", zh="批准"),
    "declined": Text(en="Declined", zh="拒绝"),
    "referred": Text(en="With a person", zh="人工审核中"),
    "withdrawn": Text(en="Withdrawn", zh="撤回"),
    "under_way": Text(en="Not decided yet", zh="尚未审批"),
}
BY_TEXTS: Final = {
    "product": Text(en="Product", zh="产品"),
    "region": Text(en="Region", zh="地区"),
    "officer": Text(en="Officer", zh="经办人"),
    "month": Text(en="Month", zh="月份"),
}
NO_OFFICER: Final = Text(en="decided without a person", zh="系统自动审批")
ITSELF: Final = Text(en="{place} (not further known)", zh="{place}（未细分）")


def cohort_of(asked: Asked, places: Places) -> Cohort:
    """The applications that a dashboard looks at."""
    return Cohort(
        since=asked.since,
        until=asked.until,
        place=region_column("firm_id"),
        officer=officer_column("case_id"),
        paid_out=paid_out_column("contract_loan_id"),
        product_code=asked.product,
        places=places.within(asked.region, itself=asked.itself),
        officer_id=UUID(asked.officer) if asked.officer not in ("", NOBODY) else None,
        without_officer=asked.officer == NOBODY,
    )


def funnel(actor: Actor, asked: Asked, places: Places) -> Board:
    """The applications of a period step by step; together, and by product, region, officer or month."""
    cohort = cohort_of(asked, places)
    [whole] = applications_by_step(actor, cohort)
    parts = applications_by_step(actor, cohort, by=asked.by)
    steps = Sheet(
        key="steps",
        title=Text(en="From started to paid out", zh="从发起到放款"),
        columns=(
            column("Step", "步骤"),
            column("Applications", "申请数", "count"),
            column("Share of started", "占发起比例", "pct"),
            column("Share of the step before", "占上一步比例", "pct"),
            column("Amount asked for", "申请金额", "minor"),
        ),
        rows=tuple(
            (STEP_TEXTS[step], n, percent(n, whole.counts[0]), percent(n, whole.counts[max(at - 1, 0)]), amount)
            for at, (step, n, amount) in enumerate(zip(STEPS, whole.counts, whole.amounts_minor, strict=True))
        ),
        links=tuple((None, Link("applications", asked.params(step=step)), None, None, None) for step in STEPS),
        chart="bars",
    )
    told = _parts("parts", asked, places, parts, heads=[STEP_TEXTS[s] for s in STEPS], name="step", codes=STEPS)
    return Board(
        key="origination", title=Text(en="Origination funnel", zh="获客转化漏斗"), asked=asked, sheets=(steps, told)
    )


def approvals(actor: Actor, asked: Asked, places: Places) -> Board:
    """What became of the applications of a period, and the reasons of those that were declined or given to a person."""
    cohort = cohort_of(asked, places)
    [whole] = applications_by_outcome(actor, cohort)
    parts = applications_by_outcome(actor, cohort, by=asked.by)
    every = sum(whole.counts)
    outcomes = Sheet(
        key="outcomes",
        title=Text(en="What became of them", zh="审批结果"),
        columns=(
            column("Outcome", "结果"),
            column("Applications", "申请数", "count"),
            column("Share", "占比", "pct"),
            column("Amount asked for", "申请金额", "minor"),
        ),
        rows=tuple(
            (OUTCOME_TEXTS[name], n, percent(n, every), amount)
            for name, n, amount in zip(OUTCOMES, whole.counts, whole.amounts_minor, strict=True)
        ),
        links=tuple((None, Link("applications", asked.params(outcome=name)), None, None) for name in OUTCOMES),
        total=(TOTAL, every, percent(every, every), sum(whole.amounts_minor)),
        chart="bars",
    )
    reasons = [_reasons(actor, cohort, asked, outcome) for outcome in ("declined", "referred")]
    heads = [OUTCOME_TEXTS[name] for name in OUTCOMES]
    told = _parts("parts", asked, places, parts, heads=heads, name="outcome", codes=OUTCOMES)
    title = Text(en="Approvals and reasons", zh="审批与原因")
    return Board(key="approvals", title=title, asked=asked, sheets=(outcomes, *reasons, told))


def _reasons(actor: Actor, cohort: Cohort, asked: Asked, outcome: str) -> Sheet:
    found = applications_by_reason(actor, cohort, outcome=outcome)
    title = Text(en="Reasons: {outcome}", zh="原因：{outcome}").filled(outcome=OUTCOME_TEXTS[outcome])
    return Sheet(
        key=f"reasons_{outcome}",
        title=title,
        columns=(column("Reason", "原因"), column("Applications", "申请数", "count"), column("Code", "代码")),
        rows=tuple((text, n, code) for code, text, n in found),
        links=tuple(
            (None, Link("applications", asked.params(outcome=outcome, reason=code)), None) for code, _, _ in found
        ),
        chart="bars",
        note=Text(en="One application may name several reasons.", zh="一笔申请可能有多个原因。"),
    )


def _parts(
    key: str,
    asked: Asked,
    places: Places,
    parts: Sequence[Counted],
    *,
    heads: Sequence[Text],
    name: str,
    codes: Sequence[str],
) -> Sheet:
    """A row for each part of the cohort, a column for each step or outcome; every count leads to its applications."""
    grouped = _merged(asked, places, parts)
    named = _namer(asked, places, [found for found, _ in grouped])
    return Sheet(
        key=key,
        title=Text(en="By {what}", zh="按{what}").filled(what=_lower(BY_TEXTS[asked.by])),
        columns=(Column(BY_TEXTS[asked.by]), *(Column(head, "count") for head in heads)),
        rows=tuple((named(found), *counts) for found, counts in grouped),
        links=tuple((None, *(_part_link(asked, found, name, code) for code in codes)) for found, _ in grouped),
        total=(TOTAL, *(sum(column) for column in zip(*(counts for _, counts in grouped), strict=True)))
        if grouped
        else (),
    )


def _merged(asked: Asked, places: Places, parts: Sequence[Counted]) -> list[tuple[Any, tuple[int, ...]]]:
    """The key of each part with its counts; places rolled up into regions."""
    if asked.by != "region":
        return [(part.key, part.counts) for part in parts]
    rolled: dict[str, tuple[int, ...]] = {}
    for part in parts:
        child = places.child_of(asked.region, part.key or "")
        counts = rolled.get(child, (0,) * len(part.counts))
        rolled[child] = tuple(map(sum, zip(counts, part.counts, strict=True)))
    return sorted(rolled.items())


def _part_link(asked: Asked, key: Any, name: str, code: str) -> Link | None:
    if asked.by == "region":
        if not key:
            return None
        own = key == asked.region
        return Link("applications", asked.params(region=key, itself="1" if own or asked.itself else "", **{name: code}))
    narrowed = {
        "product": lambda: {"product": str(key)},
        "officer": lambda: {"officer": str(key) if key else NOBODY},
        "month": lambda: _month(asked, key),
    }[asked.by]()
    return Link("applications", asked.params(**narrowed, **{name: code}))


def _month(asked: Asked, first: date) -> dict[str, str]:
    """The part of a month that lies in the period."""
    following = (first.replace(day=28) + (date.resolution * 4)).replace(day=1)
    since, until = max(first, asked.since), min(following - date.resolution, asked.until)
    return {"from": since.isoformat(), "to": until.isoformat()}


def _namer(asked: Asked, places: Places, keys: Sequence[Any]) -> Callable[[Any], Value]:
    if asked.by == "officer":
        people = display_names([key for key in keys if key])
        return lambda key: people.get(key, str(key)) if key else NO_OFFICER
    if asked.by == "region":
        return lambda key: _place_name(asked, places, key)
    if asked.by == "month":
        return lambda key: key.strftime("%Y-%m")
    products = product_names(asked.until)
    return lambda key: products.get(key, str(key))


def _place_name(asked: Asked, places: Places, code: str) -> Text:
    if not code:
        return UNKNOWN
    name = places.name(code)
    return ITSELF.filled(place=name) if code == asked.region else name


def _lower(text: Text) -> Text:
    return Text(en=text.en.lower(), zh=text.zh)
