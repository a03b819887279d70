"""Subsidised loans against the books: paid into dues, earned, capped, stopped, claimed, passed on; refusals."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.apps import apps
from tests.rooms.lending.lender import proven
from tests.rooms.lending.world import World

from puhui.flows.subsidise_loans.claims import file_subsidy_claim, receive_subsidy
from puhui.foundation.ledger.facade import balance, business_date
from puhui.kernel.actors import SYSTEM, Actor, Call, Role
from puhui.kernel.errors import Forbidden, InvalidInput, NotFound, Refusal
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money
from puhui.products.lending.facade import loan, loan_payments
from puhui.products.subsidies.facade import (
    ClaimAmountDiffers,
    ClaimPaidAlready,
    GrantState,
    LineKind,
    NothingToClaim,
    claim_rows,
    grant_subsidy,
    interest_share,
    schemes_on,
    subsidy_faults,
    subsidy_of,
    unclaimed,
)

pytestmark = pytest.mark.django_db
FINANCE = Actor(new_id(), frozenset({Role.FINANCE}), name="Fin")


def granted(world: World, scheme: str, *, most_minor: int | None = None, **terms: object) -> tuple[UUID, UUID]:
    """A loan of 120,000 at 12 % over twelve weeks with a grant from its first day; the firm comes second."""
    firm, _ = world.firm()
    loan_id = world.borrowed(firm, **{"unit": "week", **terms})
    file = schemes_on(business_date())[scheme]
    share = interest_share(
        file,
        rate_pct=Decimal(12),
        lpr_pct=Decimal(3),
        principal_minor=120_000_00,
        principal_most_minor=file.principal_most_money.minor,
        most_minor=file.subsidy_most_money.minor if most_minor is None else most_minor,
        from_on=business_date(),
    )
    grant_subsidy(
        world.call(), loan_id=loan_id, borrower_id=firm, region="330106", scheme=file, share=share, currency="CNY"
    )
    return loan_id, firm


def lines_of(loan_id: UUID) -> list[tuple[date, int, int, str]]:
    found = subsidy_of(SYSTEM, loan_id)
    assert found is not None
    return [(one.due_on, one.state.minor, one.borrower.minor, one.kind.value) for one in found[1]]


def collected(loan_id: UUID) -> list[int]:
    return [o.amount.minor for o in loan_payments(SYSTEM, loan_id) if o.purpose == "repayment" and o.state == "settled"]


def test_two_ways_of_paying_side_by_side() -> None:
    world = World()
    net, _ = granted(world, "startup-interest")
    refunded, _ = granted(world, "startup-above-lpr")
    late, late_firm = granted(world, "startup-interest")
    world.bank.set_account(late_firm, is_empty=True)
    plain = list(loan(SYSTEM, net).instalments)[:3]
    half = plain[0].interest // 2
    capped, _ = granted(world, "startup-interest", most_minor=half + 50_00)
    world.close_until(plain[1].due_date + timedelta(days=2))

    # Net: the state's half is in each due before the rest is collected; the odd fen goes to the larger remainder.
    assert [one[0] for one in lines_of(net)] == [line.due_date for line in plain[:2]]
    for line, (_, state, borrower, kind) in zip(plain, lines_of(net), strict=False):
        assert (state + borrower, abs(state - borrower) <= 1, kind) == (line.interest, True, "advanced")
    assert sorted(collected(net)) == sorted(
        line.total - one[1] for line, one in zip(plain, lines_of(net), strict=False)
    )
    assert loan(SYSTEM, net).days_past_due == 0

    # Refund: the whole due was collected; what lies above LPR less 1.5 points (10.5 of 12) is owed back.
    for line, (_, state, _, kind) in zip(plain, lines_of(refunded), strict=False):
        assert (abs(state - line.interest * Decimal("0.875")) <= Decimal("0.5"), kind) == (True, "earned")
    assert sorted(collected(refunded)) == sorted(line.total for line in plain[:2])

    # The cap ends in the middle of a due; the late loan's second due gets nothing.
    assert sum(one[1] for one in lines_of(capped)) == half + 50_00
    assert [one[3] for one in lines_of(late)] == ["advanced", "skipped"]
    assert subsidy_faults() == []
    assert proven()
    _claimed_and_passed_on(world, net, refunded)
    world.close_until(plain[0].due_date + timedelta(days=31))  # a month late: the grant is over
    grant, _ = subsidy_of(SYSTEM, late)  # type: ignore[misc]
    assert (grant.state, "days past due" in grant.reason) == (GrantState.STOPPED, True)


def met_of(loan_id: UUID) -> int:
    """What money has met of a loan, and what is held for it."""
    shown = loan(SYSTEM, loan_id)
    return shown.settled.total + shown.unapplied.minor


def _claimed_and_passed_on(world: World, net: UUID, refunded: UUID) -> None:
    waiting = {(scheme, payer): total.minor for scheme, payer, _, total in unclaimed(SYSTEM)}
    owed = balance("subsidy.receivable").minor
    assert sum(waiting.values()) == owed
    assert set(waiting) == {("startup-interest", p) for p in ("central", "county", "province")} | {
        ("startup-above-lpr", "province")
    }
    for n, ((scheme, payer), total) in enumerate(sorted(waiting.items())):
        filed = file_subsidy_claim(world.call(FINANCE), scheme=scheme, payer=payer, until=business_date())
        assert filed.total.minor == total
        rows = list(claim_rows(FINANCE, filed.claim_id))
        assert sum(round(Decimal(row.payer_part) * 100) for row in rows) == total
        before, met = balance("bank.operating").minor, met_of(refunded)
        receive_subsidy(world.call(FINANCE), claim_id=filed.claim_id, paid=filed.total, reference=f"ref {n}")
        passed = total if scheme == "startup-above-lpr" else 0
        assert balance("bank.operating").minor == before + total  # what is passed on stays with us, on the loan
        assert met_of(refunded) - met == passed
    assert (balance("subsidy.receivable").minor, balance("subsidy.payable").minor) == (0, 0)
    assert subsidy_faults() == []
    assert proven()
    third = loan(SYSTEM, refunded).instalments[2]
    world.close_until(third.due_date + timedelta(days=1))  # the refund of two dues pays a part of the third
    assert min(collected(refunded)) < third.total
    assert lines_of(net)[-1][0] == third.due_date


def test_a_loan_paid_off_early_keeps_what_it_got_and_ends() -> None:
    world = World()
    loan_id, _ = granted(world, "startup-interest", n=1)
    world.close_until(date(2026, 2, 9))
    found = subsidy_of(SYSTEM, loan_id)
    assert found is not None
    assert (found[0].state, len(found[1]), found[0].given) == (GrantState.ENDED, 1, found[1][0].state)
    world.close()
    assert lines_of(loan_id)[0][3] == LineKind.ADVANCED
    assert proven()


def snapshot() -> list[object]:
    models = [m for app in ("subsidies", "ledger") for m in apps.get_app_config(app).get_models()]
    return [sorted(map(str, model._default_manager.values_list())) for model in models]


def test_refusals_change_nothing() -> None:
    world = World()
    granted(world, "startup-interest")
    world.close_until(date(2026, 2, 8))
    filed = file_subsidy_claim(world.call(FINANCE), scheme="startup-interest", payer="central", until=business_date())
    manager = Actor(new_id(), frozenset({Role.RELATIONSHIP_MANAGER}))

    def claimed(actor: Actor = FINANCE, **asked: object) -> object:
        given = {"scheme": "startup-interest", "payer": "province", "until": business_date(), **asked}
        return file_subsidy_claim(Call(actor, str(new_id()), world.clock.now()), **given)

    def paid(actor: Actor = FINANCE, **asked: object) -> object:
        given = {"claim_id": filed.claim_id, "paid": filed.total, "reference": "r", **asked}
        return receive_subsidy(Call(actor, str(new_id()), world.clock.now()), **given)

    table: list[tuple[object, type[Refusal]]] = [
        (lambda: claimed(payer="central"), NothingToClaim),  # once is once
        (lambda: claimed(payer="nobody"), NothingToClaim),
        (lambda: claimed(scheme="none"), NothingToClaim),
        (lambda: claimed(until=date(2026, 1, 1)), NothingToClaim),
        (lambda: claimed(until=business_date() + timedelta(days=1)), InvalidInput),
        (lambda: claimed(manager), Forbidden),
        (lambda: paid(manager), Forbidden),
        (lambda: paid(paid=filed.total + Money(1)), ClaimAmountDiffers),
        (lambda: paid(paid=Money(filed.total.minor, "USD")), ClaimAmountDiffers),
        (lambda: paid(claim_id=new_id()), NotFound),
    ]
    before = snapshot()
    for act, refusal in table:
        with pytest.raises(refusal):
            act()  # type: ignore[operator]
        assert snapshot() == before
    paid()
    after = snapshot()
    with pytest.raises(ClaimPaidAlready):
        paid()
    assert snapshot() == after
