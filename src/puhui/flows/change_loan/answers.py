"""What the use cases of changes answer."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from puhui.kernel.texts import Text
from puhui.products.lending.facade import ChangePreview, ChangeState


@dataclass(frozen=True, slots=True)
class ChangeMoved:
    """A proposed change after an act: where it is, and the event that it became once it is booked."""

    change_id: UUID
    loan_id: UUID
    state: ChangeState
    event_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class CodeSent:
    """The borrower was sent the code that accepts a change."""

    change_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeShown:
    """A preview with what law and policy say of it. `breaks`: why it cannot be booked at all."""

    preview: ChangePreview
    needs_second: bool
    needs_consent: bool
    cap_pct: Decimal | None
    breaks: Text | None
    undoes: str = ""

    @property
    def keeps_the_cap(self) -> bool:
        """True when no legal cap on the cost is passed by this change."""
        return self.breaks is None
