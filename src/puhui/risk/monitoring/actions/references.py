"""Fixes what a segment is compared with: the model's training data where it tells them, else its first decisions."""

from collections.abc import Iterable
from datetime import date

from puhui.kernel.actors import Call
from puhui.kernel.ids import new_id
from puhui.risk.monitoring.actions.windows import pages_added
from puhui.risk.monitoring.contracts import DayOfDecisions, Segment
from puhui.risk.monitoring.models import DayTally, Reference
from puhui.risk.monitoring.rules.tallies import FACT, OUTCOME, SCORE, rows_in


def fix_references(call: Call, *, on: date, heard: DayOfDecisions, least: int) -> None:
    """For each segment that decided today and has no reference yet. A reference is never changed once it is fixed."""
    segments = {one.segment for one in heard.decided}
    codes = {segment.product_code for segment in segments}
    known = set(
        Reference.objects.filter(product_code__in=codes).values_list("product_code", "model", "kind").distinct()
    )
    for segment in segments:
        place = (segment.product_code, segment.model)
        made: list[Reference] = []
        if (*place, FACT) not in known:
            trained = heard.trained_on.get(segment, {})
            made += [
                _reference(call, segment, FACT, fact, {bin_id: [rows] for bin_id, rows in bins.items()}, until=None)
                for fact, bins in trained.items()
            ]
        if (*place, OUTCOME) not in known:
            kinds = [SCORE, OUTCOME] if made or (*place, FACT) in known else [SCORE, OUTCOME, FACT]
            made += _first_decisions(call, segment, kinds=kinds, on=on, least=least)
        Reference.objects.bulk_create(made)


def _first_decisions(call: Call, segment: Segment, *, kinds: Iterable[str], on: date, least: int) -> list[Reference]:
    """The first decisions of a segment, once there are enough of them; never more than a reference is made of."""
    rows = DayTally.objects.filter(
        product_code=segment.product_code, model=segment.model, kind__in=list(kinds), business_date__lte=on
    )
    pages = pages_added(rows)
    if rows_in(pages.get((OUTCOME, ""), {})) < least:
        return []
    return [_reference(call, segment, kind, subject, counts, until=on) for (kind, subject), counts in pages.items()]


def _reference(
    call: Call, segment: Segment, kind: str, subject: str, counts: dict[str, list[int]], *, until: date | None
) -> Reference:
    return Reference(
        id=new_id(),
        product_code=segment.product_code,
        model=segment.model,
        kind=kind,
        subject=subject,
        counts=counts,
        until=until,
        fixed_at=call.at,
    )
