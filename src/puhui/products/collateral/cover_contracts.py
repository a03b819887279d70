"""What is told of a cover: the certificate of an insurer that somebody brings for a loan; the cover is not ours."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from puhui.kernel.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCertificate:
    """A certificate as it reads. `cover`: what is covered, as the product names it; the last day still counts."""

    cover: str
    number: str
    insurer: str
    insured: Money
    valid_from: date
    valid_until: date


@dataclass(frozen=True, slots=True)
class CertificateKept:
    """A certificate after an act."""

    certificate_id: UUID
    debt_id: UUID
    is_withdrawn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateView:
    """A certificate that was kept with a loan; `file_id`: its paper, where one was brought."""

    id: UUID
    debt_id: UUID
    cover: str
    number: str
    insurer: str
    insured: Money
    valid_from: date
    valid_until: date
    file_id: UUID | None
    kept_by_name: str
    kept_on: date
    withdrawn_on: date | None
    reason: str

    def holds_on(self, day: date) -> bool:
        """Whether it counts on a day."""
        return self.withdrawn_on is None and self.valid_from <= day <= self.valid_until
