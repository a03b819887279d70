"""Whether groups are treated alike: approvals, prices and errors by group, and facts that stand for a group."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from puhui.finmath.group_statistics import Cell, ratio_interval, standardised_gap, telling_power
from puhui.risk.monitoring.contracts import Level, Measured, Segment
from puhui.risk.monitoring.rules.groups import UNKNOWN
from puhui.risk.monitoring.rules.levels import level_above, level_of_ratio
from puhui.risk.monitoring.rules.stability import Judge, Table, measured

APPROVE = "approve"


def approvals_by_group(table: Table) -> dict[str, tuple[int, int]]:
    """By group: how many were approved, of how many."""
    found: dict[str, tuple[int, int]] = {}
    for entry, numbers in table.items():
        group, outcome = entry.split("|")
        yes, rows = found.get(group, (0, 0))
        found[group] = (yes + numbers[0] * (outcome == APPROVE), rows + numbers[0])
    return found


def approval_ratios(segment: Segment, attribute: str, *, now: Table, reference: str, judge: Judge) -> list[Measured]:
    """The approval share of each group over that of the reference group; those not known are no group."""
    shares = approvals_by_group(now)
    base, base_of = shares.pop(reference, (0, 0))
    shares.pop(UNKNOWN, None)
    found = []
    for group, (yes, rows) in sorted(shares.items()):
        ratio = ratio_interval(yes, of=rows, base=base, base_of=base_of)
        thin = min(rows, base_of) < judge.least_group or not base
        level = level_of_ratio(ratio, limit=judge.limits["approval_ratio"], is_thin=thin)
        if base:
            found.append(
                measured(
                    segment, "approval_ratio", f"{attribute}:{group}", ratio, reference=1.0, rows=rows, level=level
                )
            )
    return found


def price_gaps(segment: Segment, attribute: str, *, now: Table, reference: str, judge: Judge) -> list[Measured]:
    """What each group is asked to pay more than the reference group in the same bands, in hundredths of a percent."""
    cells: dict[str, dict[str, Cell]] = defaultdict(dict)
    for entry, numbers in now.items():
        group, band = entry.split("|")
        cells[group][band] = Cell(*numbers)
    base = cells.pop(reference, {})
    cells.pop(UNKNOWN, None)
    base_rows = sum(cell.rows for cell in base.values())
    found = []
    for group, by_band in sorted(cells.items()):
        gap = standardised_gap(by_band, base)
        if gap is None:
            continue
        rows = sum(cell.rows for cell in by_band.values())
        thin = min(rows, base_rows) < judge.least_group
        level = level_above(gap, base=0.0, limit=judge.limits["price_gap"], is_thin=thin)
        found.append(measured(segment, "price_gap", f"{attribute}:{group}", gap, reference=0.0, rows=rows, level=level))
    return found


def telling_facts(segment: Segment, attribute: str, *, halves: Sequence[Table], judge: Judge) -> list[Measured]:
    """Of each group the fact that tells most of it, and every other one that passes the limit."""
    groups = sorted({entry.split("|")[2] for table in halves for entry in table} - {UNKNOWN})
    if len(groups) == 2:
        groups = groups[:1]  # what tells of one of two tells of the other
    found: list[Measured] = []
    for group in groups:
        by_fact = _halves_by_fact(halves, group)
        powers = [_power(segment, f"{attribute}:{group}:{fact}", two, judge) for fact, two in sorted(by_fact.items())]
        strongest = max((one.value for one in powers if one.value == one.value), default=None)
        found += [one for one in powers if one.value == strongest or one.level in (Level.WARN, Level.STOP)]
    return found


def _halves_by_fact(halves: Sequence[Table], group: str) -> dict[str, list[dict[str, tuple[int, int]]]]:
    found: dict[str, list[dict[str, tuple[int, int]]]] = {}
    for place, table in enumerate(halves):
        for entry, numbers in table.items():
            fact, bin_id, whose = entry.split("|")
            if whose == UNKNOWN:
                continue
            counts = found.setdefault(fact, [{} for _ in halves])[place]
            within, outside = counts.get(bin_id, (0, 0))
            mine = whose == group
            counts[bin_id] = (within + numbers[0] * mine, outside + numbers[0] * (not mine))
    return found


def _power(segment: Segment, subject: str, halves: Sequence[Mapping[str, tuple[int, int]]], judge: Judge) -> Measured:
    inside = sum(i for half in halves for i, _ in half.values())
    rows = sum(i + o for half in halves for i, o in half.values())
    power = telling_power(halves)
    thin = min(inside, rows - inside) < judge.least_group
    level = level_above(power, base=0.5, limit=judge.limits["proxy"], is_thin=thin)
    return measured(segment, "proxy", subject, power, reference=0.5, rows=rows, level=level)
