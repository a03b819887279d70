"""What every act on a case does: reads and locks it, moves it, keeps the note and the step of its history."""

from collections.abc import Iterable
from uuid import UUID

from puhui.foundation.access.facade import Colleague, colleagues, may_enter
from puhui.foundation.casework.contracts import CannotMention, CaseNotInState, CaseState, CaseStep
from puhui.foundation.casework.models import Case, CaseEvent, CaseMention, CaseNote
from puhui.foundation.casework.rules import check_step, check_worker, clean_text, kind_of, mentioned_in
from puhui.kernel.actors import STAFF_ROLES, Call, Role
from puhui.kernel.errors import NotFound
from puhui.kernel.ids import new_id


def locked_case(call: Call, case_id: UUID, step: str = "") -> Case:
    """The case, when there is one, the actor works on its kind, and the step follows its state."""
    call.actor.require(*STAFF_ROLES, Role.SYSTEM, verb="work on a case")
    found = Case.objects.select_for_update().filter(id=case_id).first()
    if found is None:
        raise NotFound("case", where="case_id")
    check_worker(call.actor, kind=found.kind)
    if step:
        check_step(step, state=found.state)
    return found


def move(found: Case, state: CaseState, **changes: object) -> None:
    """Moves a case on; refuses when somebody else moved it meanwhile."""
    moved = Case.objects.filter(id=found.id, state=found.state).update(state=state, **changes)
    if not moved:
        raise CaseNotInState(where="case_id", state="changed meanwhile")


def owned(call: Call, found: Case, *, owner_id: UUID, owner_name: str) -> dict[str, object]:
    """What changes when a case gets an owner; since when it has one is kept for its times."""
    return {
        "owner_id": owner_id,
        "owner_name": owner_name[:80],
        "first_owned_at": found.first_owned_at or call.at,
    }


def keep_step(
    call: Call, case_id: UUID, step: CaseStep, *, words: str = "", to_id: UUID | None = None, to_name: str = ""
) -> None:
    """Keeps what happened in the history."""
    keep_steps([step_of(call, case_id, step, words=words, to_id=to_id, to_name=to_name)])


def keep_steps(steps: Iterable[CaseEvent]) -> None:
    """Keeps many steps in few statements."""
    CaseEvent.objects.bulk_create(steps, batch_size=400)


def step_of(
    call: Call, case_id: UUID, step: CaseStep, *, words: str = "", to_id: UUID | None = None, to_name: str = ""
) -> CaseEvent:
    """One step, not yet kept."""
    return CaseEvent(
        id=new_id(),
        case_id=case_id,
        kind=step,
        at=call.at,
        by_id=call.actor.id,
        by_name=call.actor.name[:80],
        to_id=to_id,
        to_name=to_name[:80],
        words=words,
    )


def write_note(call: Call, found: Case, text: str) -> str:
    """Keeps a note, and whom it names: each of them finds it on their own first page."""
    kept = clean_text(text, where="note")
    named = _named(found, kept)
    note = CaseNote.objects.create(
        id=new_id(), case=found, at=call.at, by_id=call.actor.id, by_name=call.actor.name[:80], text=kept
    )
    CaseMention.objects.bulk_create(CaseMention(id=new_id(), note=note, user_id=one.user_id) for one in named)
    return kept


def _named(found: Case, text: str) -> list[Colleague]:
    """The colleagues behind each @; refuses a name that nobody has who may see the case."""
    names = mentioned_in(text)
    if not names:
        return []
    workers = kind_of(found.kind).workers
    known = {
        one.login_name: one
        for one in colleagues(login_names=names)
        if one.roles & workers or may_enter(one.roles, "casework")
    }
    for name in names:
        if name not in known:
            raise CannotMention(where="note", name=name)
    return [known[name] for name in names]
