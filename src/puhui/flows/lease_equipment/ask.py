"""A firm asks for a lease in one act: the application, who sells the thing, and the thing itself."""

from uuid import UUID

from puhui.flows.lease_equipment.choose import choose_equipment
from puhui.flows.originate_loan.answers import ApplicationStarted
from puhui.flows.originate_loan.start_application import start_application
from puhui.foundation.catalogue.facade import Product, product
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import Call
from puhui.kernel.money import Money
from puhui.products.leasing.facade import NewEquipment, NotALease, most_financed


@use_case("lease_equipment.ask_for_lease", answers=ApplicationStarted, subject="application_id")
def ask_for_lease(
    call: Call, *, firm_id: UUID, product_code: str, new: NewEquipment, term_months: int, purpose: str, payee_id: UUID
) -> ApplicationStarted:
    """Finances the most that the product allows of the price, in its steps; the rest is paid down to the supplier."""
    offered = product(product_code, on=business_date())
    started = start_application(
        call.step("apply"),
        firm_id=firm_id,
        product_code=product_code,
        amount=financed_of(offered, price=new.price),
        term_months=term_months,
        method=offered.methods[0],
        purpose=purpose,
        payee_id=payee_id,
    )
    choose_equipment(call.step("choose"), application_id=started.application_id, new=new)
    return started


def financed_of(offered: Product, *, price: Money) -> Money:
    """What is financed of a price: the price less the down payment, rounded down to a step of the product."""
    if offered.lease is None:
        raise NotALease(where="product_code")
    most = most_financed(price, down_payment_pct=offered.lease.down_payment_pct)
    return Money(most.minor - most.minor % offered.step.minor, price.currency)
