"""The institution's own past as a portfolio: what was asked, on the facts as they were, and what became of the loans.

Asked again as if today: the rates are today's. Outcomes are known only of those who were lent to. No decision keeps
whether an applicant is a woman, old or rural: it is read for this count alone, as the watch of fairness reads it, and
stands beside no single applicant.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from puhui.foundation.party.facade import audit_traits
from puhui.kernel.actors import SYSTEM
from puhui.kernel.dates import add_months
from puhui.products.lending.facade import LentLoan, lent_to
from puhui.risk.decisioning.facade import DecisionRequest, RequestColumns, columns_of, requests_between
from puhui.risk.lab.facade import SHOCK_INDUSTRIES, Part
from puhui.risk.monitoring.facade import Traits, groups_of
from puhui.risk.provisioning.facade import were_non_performing

AT_ONCE = 5_000
SEASONED_MONTHS = 6
THIN_MONTHS = 12


def decided_before(product_code: str, *, since: date, until: date, most: int, as_of: date) -> Iterator[Part]:
    """The requests of these days in parts, newest first."""
    asked = requests_between(product_code, since=since, until=until, most=most)
    while some := list(islice(asked, AT_ONCE)):
        columns, rows = columns_of([replace(one, as_of=as_of) for one in some])
        yield _part(columns, [some[row] for row in rows.tolist()], on=as_of, left_out=len(some) - len(rows))


def _part(columns: RequestColumns, asked: Sequence[DecisionRequest], *, on: date, left_out: int) -> Part:
    firms = {one.firm_id for one in asked if one.firm_id}
    loans: dict[UUID | None, list[LentLoan]] = defaultdict(list)
    for loan in lent_to(firms):
        loans[loan.borrower_id].append(loan)
    bad_loans = were_non_performing([loan.loan_id for mine in loans.values() for loan in mine])
    return Part(
        asked=columns,
        groups={
            "thin_file": np.array([_is_thin(one) for one in asked], dtype=np.bool_),
            "first_time": np.array([not _lent_before(one, loans[one.firm_id]) for one in asked], dtype=np.bool_),
            **_protected(asked, on=on),
        },
        left_out=left_out,
        industry=np.array([_industry(one) for one in asked], dtype=np.int16),
        bad=np.array([_outcome(one, loans[one.firm_id], bad_loans, on) for one in asked], dtype=np.int8),
    )


def _is_thin(asked: DecisionRequest) -> bool:
    """A person of whom no bureau has a file; a firm whose invoices cover less than a year."""
    if asked.applicant.get("kind") == "person":
        return asked.facts.get("person_bureau_known") != 1
    months = asked.facts.get("months_observed")
    return months is None or months < THIN_MONTHS


def _protected(asked: Sequence[DecisionRequest], *, on: date) -> dict[str, NDArray[np.bool_]]:
    """Groups by sex, age and place: of a person, or of the owner of a firm. Whose group is not known is in none."""
    known = audit_traits(SYSTEM, party_ids={one.firm_id for one in asked if one.firm_id})
    told = {who: groups_of(Traits(t.sex, t.born_on, t.region), on=on) for who, t in known.items()}
    of_each = [told.get(one.firm_id, {}) if one.firm_id else {} for one in asked]
    are_persons = all(one.applicant.get("kind") == "person" for one in asked)
    names = ("women", "old") if are_persons else ("women_led", "old_owner")
    looked_at = (("rural", "place", "county"), (names[0], "sex", "female"), (names[1], "age", "60_and_over"))
    return {
        name: np.array([group.get(trait) == value for group in of_each], dtype=np.bool_)
        for name, trait, value in looked_at
    }


def _lent_before(asked: DecisionRequest, loans: Sequence[LentLoan]) -> bool:
    return any(loan.disbursed_on < asked.as_of for loan in loans)


def _outcome(asked: DecisionRequest, loans: Sequence[LentLoan], bad_loans: set[UUID], on: date) -> int:
    """1 when a loan went bad, 0 when one ended or is seasoned and none went bad, -1 when it is too early to say."""
    since = [loan for loan in loans if loan.disbursed_on >= asked.as_of]
    if any(loan.loan_id in bad_loans for loan in since):
        return 1
    seasoned = add_months(on, -SEASONED_MONTHS)
    return 0 if any(loan.closed_on or loan.disbursed_on <= seasoned for loan in since) else -1


def _industry(asked: DecisionRequest) -> int:
    code = asked.applicant.get("industry")
    return SHOCK_INDUSTRIES.index(code) if isinstance(code, str) and code in SHOCK_INDUSTRIES else -1
