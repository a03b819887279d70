"""How long documents are kept, by the policy of retention; when their time is over, their content is erased."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Final, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from puhui.foundation.catalogue.facade import PolicyFile, newest_on, policies_in
from puhui.foundation.documents.facade import KeptFile, erase_files, held_among, kept_files, kept_of
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.party.facade import home_date, require_party
from puhui.kernel.actors import Actor, Call
from puhui.kernel.dates import add_months
from puhui.products.lending.facade import lent_to

KINDS: Final = ("contract", "notice", "paper", "other")
AT_ONCE: Final = 200


class Kept(BaseModel):
    """How long a kind of document is kept: so many years after an event; and the law that says so."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    years: int = Field(ge=1, le=50)
    after: Literal["stored", "last_loan_closed"]
    source: str = Field(min_length=3)


class RetentionPolicy(PolicyFile):
    """A file of `policies/retention`."""

    kinds: dict[str, Kept]

    @model_validator(mode="after")
    def _names_every_kind(self) -> "RetentionPolicy":
        if set(self.kinds) != set(KINDS):
            raise ValueError(f"every kind is named once: {sorted(set(self.kinds) ^ set(KINDS))}")
        return self


@dataclass(frozen=True, slots=True)
class FileKept:
    """A file and until when it is kept; None: a loan runs, so the time has not begun."""

    file: KeptFile
    until: date | None
    is_held: bool


def retention_on(day: date) -> RetentionPolicy:
    """The policy in force on a day."""
    return newest_on(day, policies_in(RetentionPolicy, "retention"))


def files_kept(actor: Actor, *, party_id: UUID, on: date) -> list[FileKept]:
    """The files of a party with the day until which each is kept: for the party, and for staff."""
    require_party(actor, party_id=party_id)
    held = bool(held_among([party_id]))
    return [FileKept(file, until, held) for file, until in _with_ends(kept_of(party_id), on=on)]


def purge_documents(call: Call, *, day: date) -> int:
    """Erases what is over on a day, some at a time, each time audited; again it changes nothing."""
    erased, policy = 0, retention_on(day)
    for kind, rule in policy.kinds.items():
        edge = datetime.combine(add_months(day, -12 * rule.years), time(), UTC)
        after: UUID | None = None
        while some := kept_files(kind=kind, stored_before=edge, after=after, most=AT_ONCE):
            after = some[-1].id
            over = [file.id for file, until in _with_ends(some, on=day) if until is not None and until < day]
            if over:
                step = call.step(f"purge/{day}/{over[0]}")
                erased += erase_over(step, day=day, file_ids=over)
    return erased


@use_case("keep_documents.erase_over", answers=int, subject="day")
def erase_over(call: Call, *, day: date, file_ids: list[UUID]) -> int:
    """Erases the content of files whose time was over on a day; the audit entry names the day."""
    del day
    return erase_files(call, file_ids=file_ids)


def _with_ends(files: list[KeptFile], *, on: date) -> list[tuple[KeptFile, date | None]]:
    policy = retention_on(on)
    closed: dict[UUID, date | None] = {}
    for lent in lent_to({file.party_id for file in files}):
        before = closed.get(lent.borrower_id, date.min)
        ended = None if before is None or lent.closed_on is None else max(before, lent.closed_on)
        closed[lent.borrower_id] = ended
    return [(file, _end(policy.kinds[file.kind], file, closed)) for file in files]


def _end(rule: Kept, file: KeptFile, closed: dict[UUID, date | None]) -> date | None:
    stored_on = home_date(file.stored_at)
    begins: date | None = stored_on
    if rule.after == "last_loan_closed" and file.party_id in closed:
        last = closed[file.party_id]
        begins = None if last is None else max(last, stored_on)
    return None if begins is None else add_months(begins, 12 * rule.years)
