"""Seals closed business dates into the hash chain: from then on nobody can change them without it showing."""

from puhui.foundation.evidence.facade import seal_batch, use_case
from puhui.foundation.ledger.models import BusinessDate
from puhui.foundation.ledger.queries.sealing import CHAIN, seal_batches
from puhui.foundation.ledger.storage.stores import store
from puhui.kernel.actors import Call, Role


@use_case("ledger.seal_ledger", answers=int)
def seal_ledger(call: Call) -> int:
    """Seals every closed business date that is not sealed yet, oldest first; gives how many it sealed.

    A closed date is complete (`advance_business_date` waits for running postings), so it is sealed whole. The open
    date waits until it is closed: call this after the date was advanced.
    """
    call.actor.require(Role.SYSTEM, Role.OPERATIONS, Role.FINANCE, Role.ADMINISTRATOR, verb="seal the books")
    store().lock_business_date()
    days = list(BusinessDate.objects.filter(is_open=False, last_batch=None).order_by("business_date"))
    for day in days:
        for rows in seal_batches(day.business_date):
            sealed = seal_batch(CHAIN, rows, at=call.at)
            assert sealed is not None, "a batch is never empty"
            day.last_batch = sealed.number
        day.save(update_fields=["last_batch"])
    return len(days)
