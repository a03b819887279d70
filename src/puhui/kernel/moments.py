"""What happened to somebody, as every room tells it, and the place in a stream that many rooms feed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from puhui.kernel.errors import InvalidInput
from puhui.kernel.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One thing that happened. `what` is a code; `about` the id of its page; `detail` a code or a name beside it."""

    at: datetime
    id: UUID
    what: str
    about: UUID
    detail: str = ""
    amount: Money | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a stream goes on: everything before this instant, and at this instant what has a lower id."""

    at: datetime
    id: UUID

    def __str__(self) -> str:
        return f"{self.at.isoformat()}_{self.id}"


def place_of(text: str, *, where: str = "after") -> Place | None:
    """The place that a cursor means; None for an empty one, refused when it is none."""
    if not text:
        return None
    at, _, last = text[:100].partition("_")
    try:
        place = Place(datetime.fromisoformat(at), UUID(last))
    except ValueError:
        raise InvalidInput(where, "this is not a cursor") from None
    if place.at.tzinfo is None:
        raise InvalidInput(where, "this is not a cursor")
    return place
