"""Two people at the editors, and a draft that one of them brings to where it is wanted."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from tests.rooms.origination.firm_at_the_door import TODAY
from tests.rooms.party.made_up import AT

from puhui.flows.editors.publish import publish_text
from puhui.flows.editors.write import change_cells, start_text_draft, submit_text
from puhui.foundation.drafts.models import TextDraft, TextRelease
from puhui.foundation.evidence.models import AuditEntry
from puhui.kernel.actors import Actor, Call, Role
from puhui.kernel.ids import new_id

ANNA = Actor(new_id(), frozenset({Role.OPERATIONS, Role.RISK_OFFICER}), name="Anna")
BO = Actor(new_id(), frozenset({Role.COMPLIANCE}), name="Bo")
SELLER = Actor(new_id(), frozenset({Role.RELATIONSHIP_MANAGER}), name="Carl")
CUSTOMER = Actor(new_id(), frozenset({Role.CUSTOMER}), party_id=new_id())


def by(actor: Actor) -> Call:
    return Call(actor, str(new_id()), AT)


def drafted(kind: str, code: str, cells: Mapping[str, str] | None = None) -> UUID:
    draft_id = start_text_draft(by(ANNA), kind=kind, code=code).draft_id
    if cells:
        change_cells(by(ANNA), draft_id=draft_id, revision=1, cells=cells)
    return draft_id


def submitted(kind: str, code: str, cells: Mapping[str, str]) -> UUID:
    draft_id = drafted(kind, code, cells)
    submit_text(by(ANNA), draft_id=draft_id)
    return draft_id


def published(kind: str, code: str, cells: Mapping[str, str], *, effective_from: date = TODAY) -> int:
    return publish_text(by(BO), draft_id=submitted(kind, code, cells), effective_from=effective_from).version


def footprint() -> tuple[object, ...]:
    tables = (TextDraft, TextRelease, AuditEntry)
    return tuple(sorted(map(str, table.objects.values_list())) for table in tables)
