"""How long files are kept: by kind, after the last loan; a hold by two people stops erasure; erased once, audited."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from tests.interfaces.workbench.institution import footprint
from tests.rooms.origination.firm_at_the_door import firm_at_the_door
from tests.rooms.party.made_up import AT, call_by, staff

from puhui.flows.keep_documents import KINDS, files_kept, purge_documents, retention_on
from puhui.foundation.documents.facade import (
    HoldFourEyes,
    HoldNotMovable,
    HoldTaken,
    PartyHeld,
    ask_hold,
    decide_hold,
    files_of,
    holds_page,
    lift_hold,
    read_file,
    require_not_held,
    store_file,
)
from puhui.foundation.documents.models import StoredFile
from puhui.foundation.evidence.models import AuditEntry
from puhui.kernel.actors import SYSTEM, Role
from puhui.kernel.errors import Forbidden, NotFound, Refusal
from puhui.kernel.ids import new_id
from puhui.products.lending.facade import LentLoan

pytestmark = pytest.mark.django_db
ONE, TWO = staff(Role.COMPLIANCE), staff(Role.RISK_OFFICER)
LATER = date(2040, 1, 31)


def kept(kind: str, *, party_id: object = None) -> StoredFile:
    party_id = party_id or firm_at_the_door(invoices="").firm_id
    card = store_file(call_by(), party_id=party_id, name="a.txt", media_type="text/plain", content=b"words", kind=kind)
    return StoredFile.objects.get(id=card.id)


@pytest.mark.any_database
def test_every_kind_has_years_an_event_and_a_source() -> None:
    policy = retention_on(AT.date())
    assert set(policy.kinds) == set(KINDS)
    assert all(rule.years >= 5 and rule.source for rule in policy.kinds.values())


def test_what_is_over_is_erased_once_and_audited() -> None:
    old = kept("contract")
    other = kept("paper", party_id=old.party_id)
    assert {(one.file.kind, one.until) for one in files_kept(SYSTEM, party_id=old.party_id, on=AT.date())} == {
        ("contract", date(2036, 11, 23)),
        ("paper", date(2031, 11, 23)),
    }
    assert purge_documents(call_by(), day=date(2031, 11, 23)) == 0  # its last day
    assert purge_documents(call_by(), day=date(2031, 11, 24)) == 1
    assert purge_documents(call_by(), day=date(2031, 11, 24)) == 0  # again it changes nothing
    other.refresh_from_db()
    assert (bytes(other.sealed_content), other.sha256 != "") == (b"", True)
    with pytest.raises(NotFound):
        read_file(SYSTEM, file_id=other.id)
    assert read_file(SYSTEM, file_id=old.id)[1] == b"words"
    assert len(files_of(SYSTEM, party_id=old.party_id)) == 2  # that there was one stays known
    assert AuditEntry.objects.filter(verb="keep_documents.erase_over", subject="2031-11-24").count() == 1


def test_the_years_begin_when_the_last_loan_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The loans are handed over as lending tells them: closed in 2030; one that runs; a kind that does not ask."""
    file, notice = kept("contract"), kept("notice")
    closed = LentLoan(new_id(), file.party_id, date(2027, 1, 1), date(2030, 5, 1))
    running = LentLoan(new_id(), file.party_id, date(2028, 1, 1), None)
    for loans, until in (([closed], date(2040, 5, 1)), ([closed, running], None), ([running, closed], None)):
        monkeypatch.setattr("puhui.flows.keep_documents.lent_to", lambda _ids, found=loans: found)
        [shown] = files_kept(SYSTEM, party_id=file.party_id, on=AT.date())
        assert shown.until == until
    assert purge_documents(call_by(), day=LATER) == 1  # the notice, which does not wait for loans
    notice.refresh_from_db()
    assert notice.erased_at is not None


def test_a_hold_by_two_people_stops_erasure_until_two_lift_it() -> None:
    file = kept("other")
    hold_id = ask_hold(call_by(ONE), party_id=file.party_id, reason="a suit is pending")
    assert purge_documents(call_by(), day=LATER) == 0  # from the moment that it is asked for
    decide_hold(call_by(TWO), hold_id=hold_id, agree=True)
    with pytest.raises(PartyHeld):
        require_not_held(file.party_id)
    lift_hold(call_by(ONE), hold_id=hold_id)
    assert purge_documents(call_by(), day=LATER) == 0  # one person lifts nothing
    lift_hold(call_by(TWO), hold_id=hold_id)
    assert holds_page(ONE) == []
    assert purge_documents(call_by(), day=LATER) == 1


def test_what_is_refused_changes_nothing() -> None:
    file, clerk = kept("other"), staff(Role.OPERATIONS)
    hold_id = ask_hold(call_by(ONE), party_id=file.party_id, reason="a suit is pending")
    other = ask_hold(call_by(ONE), party_id=firm_at_the_door(invoices="").firm_id, reason="another suit")
    decide_hold(call_by(TWO), hold_id=other, agree=True)
    lift_hold(call_by(TWO), hold_id=other)
    acts: list[tuple[Callable[[], object], type[Refusal]]] = [
        (lambda: ask_hold(call_by(clerk), party_id=file.party_id, reason="because"), Forbidden),
        (lambda: ask_hold(call_by(ONE), party_id=new_id(), reason="because"), NotFound),
        (lambda: ask_hold(call_by(TWO), party_id=file.party_id, reason="because"), HoldTaken),
        (lambda: decide_hold(call_by(ONE), hold_id=hold_id, agree=True), HoldFourEyes),
        (lambda: decide_hold(call_by(clerk), hold_id=hold_id, agree=True), Forbidden),
        (lambda: decide_hold(call_by(TWO), hold_id=other, agree=True), HoldNotMovable),
        (lambda: decide_hold(call_by(TWO), hold_id=new_id(), agree=True), NotFound),
        (lambda: lift_hold(call_by(ONE), hold_id=hold_id), HoldNotMovable),
        (lambda: lift_hold(call_by(TWO), hold_id=other), HoldFourEyes),
        (lambda: holds_page(clerk), Forbidden),
    ]
    before = footprint()
    for act, refusal in acts:
        with pytest.raises(refusal):
            act()
    assert footprint() == before
    decide_hold(call_by(TWO), hold_id=hold_id, agree=False)
    assert purge_documents(call_by(), day=LATER + timedelta(days=1)) == 1
