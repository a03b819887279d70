"""Keeps the certificates of covers that somebody brings for a loan, with their paper; the cover itself comes later."""

from datetime import date
from typing import Final
from uuid import UUID

from puhui.foundation.casework.facade import MOST_FILE_BYTES, clean_text, sound_media_type
from puhui.foundation.documents.facade import FileTooLarge, store_file
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import Call, Role
from puhui.kernel.dates import bounded_date
from puhui.kernel.errors import InvalidInput, NotFound
from puhui.kernel.ids import bucket_of, new_id
from puhui.kernel.money import MAX_MINOR
from puhui.products.collateral.cover_contracts import CertificateKept, NewCertificate
from puhui.products.collateral.models import CoverCertificate
from puhui.products.collateral.refusals import CertificateTaken

KEEPERS: Final = (Role.OPERATIONS, Role.RELATIONSHIP_MANAGER)


def keep_certificate(
    call: Call, *, debt_id: UUID, owner_id: UUID, asked: NewCertificate, name: str = "", content: bytes = b""
) -> CertificateKept:
    """Keeps a certificate with a debt, and its paper where one is brought. A part of a flow."""
    call.actor.require(*KEEPERS, verb="keep a certificate of cover")
    today = business_date()
    number = "".join(clean_text(asked.number, where="number", least=4, most=60).split()).upper()
    insurer = clean_text(asked.insurer, where="insurer", least=2, most=120)
    _check(asked, today=today)
    if CoverCertificate.objects.filter(number=number, withdrawn_on=None).exists():
        raise CertificateTaken(where="number", number=number)
    row = CoverCertificate(
        id=new_id(),
        bucket=bucket_of(debt_id),
        debt_id=debt_id,
        owner_id=owner_id,
        cover=clean_text(asked.cover, where="cover", least=2, most=60),
        number=number,
        insurer=insurer,
        currency=asked.insured.currency,
        insured_minor=asked.insured.minor,
        valid_from=asked.valid_from,
        valid_until=asked.valid_until,
        kept_by_name=call.actor.name[:80],
        kept_on=today,
    )
    if content or name:
        row.file_id = _paper(call, owner_id=owner_id, name=name, content=content)
    row.save(force_insert=True)
    return CertificateKept(row.id, debt_id)


@use_case("collateral.add_cover_paper", answers=CertificateKept, subject="certificate_id")
def add_cover_paper(call: Call, *, certificate_id: UUID, name: str, content: bytes) -> CertificateKept:
    """The paper of a certificate: PDF or picture; a later one takes its place, and the earlier stays a document."""
    call.actor.require(*KEEPERS, verb="keep a certificate of cover")
    row = _standing(certificate_id)
    row.file_id = _paper(call, owner_id=row.owner_id, name=name, content=content)
    row.save(update_fields=["file_id"])
    return CertificateKept(row.id, row.debt_id)


@use_case("collateral.withdraw_certificate", answers=CertificateKept, subject="certificate_id")
def withdraw_certificate(call: Call, *, certificate_id: UUID, reason: str) -> CertificateKept:
    """The certificate does not count any more, with a reason; it may be brought again, for this loan or another."""
    call.actor.require(*KEEPERS, verb="withdraw a certificate of cover")
    row = _standing(certificate_id)
    row.withdrawn_on = business_date()
    row.reason = clean_text(reason, where="reason", least=3, most=300)
    row.save(update_fields=["withdrawn_on", "reason"])
    return CertificateKept(row.id, row.debt_id, is_withdrawn=True)


def _standing(certificate_id: UUID) -> CoverCertificate:
    row = CoverCertificate.objects.select_for_update().filter(id=certificate_id, withdrawn_on=None).first()
    if row is None:
        raise NotFound("certificate", where="certificate_id")
    return row


def _check(asked: NewCertificate, *, today: date) -> None:
    if not 0 < asked.insured.minor <= MAX_MINOR:
        raise InvalidInput("insured", "an amount above zero")
    starts, ends = (
        bounded_date(asked.valid_from, where="valid_from"),
        bounded_date(asked.valid_until, where="valid_until"),
    )
    if ends < starts:
        raise InvalidInput("valid_until", "the last day comes after the first")
    if ends < today:
        raise InvalidInput("valid_until", "the certificate has expired: bring the new one")


def _paper(call: Call, *, owner_id: UUID, name: str, content: bytes) -> UUID:
    if len(content) > MOST_FILE_BYTES:
        raise FileTooLarge(where="file", most_megabytes=MOST_FILE_BYTES // 1_000_000)
    media_type = sound_media_type(content, name=name)
    return store_file(call, party_id=owner_id, name=name, media_type=media_type, content=content).id
