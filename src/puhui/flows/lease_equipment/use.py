"""Meters of leased things: who lets, who leases and programs of machines say what they read."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from puhui.foundation.evidence.facade import use_case
from puhui.kernel.actors import Call, Role
from puhui.products.leasing.facade import ReadingKept, keep_reading, lease


@use_case("lease_equipment.record_reading", answers=ReadingKept, subject="lease_id")
def record_reading(
    call: Call, *, lease_id: UUID, meter: str, value: Decimal, read_at: datetime, source: str
) -> ReadingKept:
    """One reading in the meter's own unit. The place where telemetry comes in; nothing is decided by it yet."""
    call.actor.require(Role.CUSTOMER, Role.OPERATIONS, Role.RELATIONSHIP_MANAGER, Role.SYSTEM, verb="record a reading")
    lease(call.actor, lease_id)
    return keep_reading(call, lease_id=lease_id, meter=meter, value=value, read_at=read_at, source=source)
