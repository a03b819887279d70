"""What was asked in the past: requests as they were recorded, for runs that ask them again."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from puhui.risk.decisioning.contracts import DecisionRequest
from puhui.risk.decisioning.models import DecisionRecord
from puhui.risk.decisioning.records import read_request


def requests_between(product_code: str, *, since: date, until: date, most: int) -> Iterator[DecisionRequest]:
    """The last request of each application decided on from a day to a day, newest first; at most `most`."""
    records = DecisionRecord.objects.filter(
        product_code=product_code, as_of__range=(since, until), without_application=None
    )
    seen: set[UUID] = set()
    for application_id, text in records.order_by("-id").values_list("application_id", "request").iterator(1000):
        if len(seen) == most:
            return
        if application_id not in seen:
            seen.add(application_id)
            yield read_request(text)
