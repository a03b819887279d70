"""Who works on a case: taken, given to a colleague with a note, given back, shared out; and how urgent it is."""

from collections import Counter
from uuid import UUID

from django.db.models import Q

from puhui.foundation.access.facade import Colleague, colleagues
from puhui.foundation.casework.actions.keeping import (
    keep_step,
    keep_steps,
    locked_case,
    move,
    owned,
    step_of,
    write_note,
)
from puhui.foundation.casework.contracts import (
    CannotReceive,
    CaseMoved,
    CaseState,
    CaseStep,
    CaseTaken,
    Worked,
)
from puhui.foundation.casework.models import Case
from puhui.foundation.casework.rules import (
    check_giver,
    check_owner,
    check_worker,
    clean_text,
    kind_of,
    priority_of,
    shared_out,
)
from puhui.foundation.evidence.facade import use_case
from puhui.kernel.actors import Call

MOST_SHARED = 400


@use_case("casework.take_case", answers=CaseMoved, subject="case_id")
def take_case(call: Call, *, case_id: UUID) -> CaseMoved:
    """Makes the actor the owner; a colleague's case is not taken away."""
    found = locked_case(call, case_id, step="take")
    if found.owner_id == call.actor.id:
        return CaseMoved(case_id, found.state)
    free = Q(owner_id__isnull=True) | Q(owner_id=call.actor.id)
    taken = Case.objects.filter(free, id=case_id, state=CaseState.OPEN).update(
        **owned(call, found, owner_id=call.actor.id, owner_name=call.actor.name)
    )
    if not taken:
        raise CaseTaken(where="case_id")
    keep_step(call, case_id, CaseStep.TAKEN)
    return CaseMoved(case_id, found.state)


@use_case("casework.give_case", answers=CaseMoved, subject="case_id")
def give_case(call: Call, *, case_id: UUID, to_login: str, note: str) -> CaseMoved:
    """Gives a case to a colleague who works on its kind; the note tells them how things stand, and must be there."""
    found = locked_case(call, case_id, step="give")
    check_giver(call.actor, owner_id=found.owner_id, escalated_to=found.escalated_to)
    to = _receiver(found.kind, to_login)
    words = write_note(call, found, note)
    move(found, CaseState.OPEN, **owned(call, found, owner_id=to.user_id, owner_name=to.name))
    keep_step(call, case_id, CaseStep.GIVEN, words=words, to_id=to.user_id, to_name=to.name)
    return CaseMoved(case_id, found.state)


@use_case("casework.give_back_case", answers=CaseMoved, subject="case_id")
def give_back_case(call: Call, *, case_id: UUID, note: str) -> CaseMoved:
    """Puts one's own case back into the queue; the note must be there."""
    found = locked_case(call, case_id, step="give_back")
    check_owner(call.actor, owner_id=found.owner_id)
    words = write_note(call, found, note)
    move(found, CaseState.OPEN, owner_id=None, owner_name="")
    keep_step(call, case_id, CaseStep.GIVEN_BACK, words=words)
    return CaseMoved(case_id, found.state)


@use_case("casework.add_note", answers=CaseMoved, subject="case_id")
def add_note(call: Call, *, case_id: UUID, text: str) -> CaseMoved:
    """Adds a note; notes are never changed. Who is named in it with an @ finds it on their first page."""
    found = locked_case(call, case_id)
    keep_step(call, case_id, CaseStep.NOTED, words=write_note(call, found, text))
    return CaseMoved(case_id, found.state, found.outcome)


@use_case("casework.prioritise_case", answers=CaseMoved, subject="case_id")
def prioritise_case(call: Call, *, case_id: UUID, priority: str, why: str) -> CaseMoved:
    """Makes a case more or less urgent; why must be said."""
    found = locked_case(call, case_id, step="prioritise")
    wanted, words = priority_of(priority), clean_text(why, where="note")
    move(found, CaseState(found.state), priority=wanted)
    keep_step(call, case_id, CaseStep.PRIORITISED, words=f"{wanted.word}: {words}"[:2000])
    return CaseMoved(case_id, found.state, found.outcome)


@use_case("casework.share_out", answers=Worked, subject="kind")
def share_out(call: Call, *, kind: str) -> Worked:
    """Gives what nobody has taken to the colleagues of the kind, each time to whom has least on their desk.

    The most urgent and then the soonest due first. Again it changes nothing: there is nothing left to share.
    """
    check_worker(call.actor, kind=kind)
    free = Case.objects.select_for_update().filter(kind=kind, state=CaseState.OPEN, owner_id=None)
    waiting = list(free.order_by("-priority", "due_at", "id")[:MOST_SHARED])
    people = {one.user_id: one for one in colleagues(roles=kind_of(kind).workers)} if waiting else {}
    held = Case.objects.filter(owner_id__in=list(people)).exclude(state=CaseState.CLOSED)
    load = Counter(held.values_list("owner_id", flat=True))
    pairs = shared_out([one.id for one in waiting], load={user_id: load[user_id] for user_id in people})
    given = {case_id: people[user_id] for case_id, user_id in pairs}
    rows = [one for one in waiting if one.id in given]
    for row in rows:
        to = given[row.id]
        row.owner_id, row.owner_name, row.first_owned_at = to.user_id, to.name[:80], row.first_owned_at or call.at
    Case.objects.bulk_update(rows, ["owner_id", "owner_name", "first_owned_at"], batch_size=200)
    keep_steps(
        step_of(call, case_id, CaseStep.SHARED_OUT, to_id=to.user_id, to_name=to.name) for case_id, to in given.items()
    )
    return Worked(len(rows))


def _receiver(kind: str, login: str) -> Colleague:
    name = login.strip().lstrip("@")[:40] if isinstance(login, str) else ""
    found = [one for one in colleagues(login_names=[name]) if one.roles & kind_of(kind).workers]
    if not found:
        raise CannotReceive(where="to_login", name=name)
    return found[0]
