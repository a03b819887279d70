"""Customers send photos of papers with an application; staff look at one under their right and for a stated purpose."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal
from uuid import UUID

from puhui.flows.originate_loan.standing import product_of, require_firm
from puhui.foundation.documents.facade import (
    SentPaperLine,
    drop_paper,
    keep_paper,
    paper,
    paper_content,
    papers_about,
)
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.sources.facade import note_reading
from puhui.kernel.actors import SYSTEM, Actor, Call, Role
from puhui.kernel.errors import InvalidInput, NotFound, Refusal
from puhui.kernel.texts import Text
from puhui.products.origination.facade import ApplicationView, WrongState, application

Stage = Literal["sending", "contract", "payment"]
OTHER: Final = "other"
WANTED: Final = frozenset({"draft", "submitted", "referred"})  # while somebody may still look at them
LATER: Final = {  # where a paper is due later than that
    "contract": WANTED | {"approved", "accepted"},
    "payment": WANTED | {"approved", "accepted", "signed"},
}
LOOKING: Final = (Role.RELATIONSHIP_MANAGER, Role.RISK_OFFICER, Role.OPERATIONS, Role.COMPLIANCE)
LOOKED_AT: Final = "papers"


class PapersMissing(Refusal):
    """Papers that the product requires by now were not sent; `missing` are their kinds with their names."""

    code = "papers_missing"
    http_status = 409
    text = Text(
        en="These papers are still missing: {papers}. Add them under “Papers, by photo”, then go on.",
        zh="尚缺以下材料：{papers}。请先在“材料（可拍照）”中补充，再继续办理。",
    )

    def __init__(self, missing: Sequence[tuple[str, Text]]) -> None:
        self.missing = tuple(missing)
        names = Text(en=", ".join(name.en for _, name in missing), zh="、".join(name.zh for _, name in missing))
        super().__init__(where="papers", papers=names)


class PaperNeeded(Refusal):
    """The application was sent with this paper, and nothing else of its kind is there."""

    code = "paper_needed"
    http_status = 409
    text = Text(
        en="The application that you sent needs this paper. Send another one first, or take the application back.",
        zh="您提交的申请需要这份材料。请先补交一份新的，或撤回申请。",
    )


@dataclass(frozen=True, slots=True)
class Wanted:
    """One kind of paper that a product asks for, and what was sent of it. `before`: by when a required one is there."""

    kind: str
    text: Text
    is_required: bool
    sent: tuple[SentPaperLine, ...]
    before: Stage = "sending"


def papers_wanted(actor: Actor, *, application_id: UUID) -> tuple[Wanted, ...]:
    """What the product asks for and anything else, with what was sent so far; for the customer and for staff."""
    asked = application(actor, application_id)
    sent = papers_about(actor, subject_id=asked.id)
    found = [
        Wanted(rule.code, rule.text, rule.required, _of_kind(sent, rule.code), rule.before)
        for rule in product_of(asked).documents
    ]
    other = Wanted(OTHER, Text(en="Anything else that helps", zh="其他有帮助的材料"), False, _of_kind(sent, OTHER))
    return (*found, other)


def _of_kind(sent: Sequence[SentPaperLine], kind: str) -> tuple[SentPaperLine, ...]:
    return tuple(one for one in sent if one.kind == kind)


def require_papers(asked: ApplicationView, *, before: Stage) -> None:
    """Refuses while a paper is missing that the product requires before this step. A part of a flow."""
    if missing := _missing(asked, before=before):
        raise PapersMissing(missing)


def _missing(asked: ApplicationView, *, before: Stage) -> list[tuple[str, Text]]:
    """Kinds, with their names, that the product requires before a step and that were not sent."""
    rules = [rule for rule in product_of(asked).documents if rule.required and rule.before == before]
    sent = {one.kind for one in papers_about(SYSTEM, subject_id=asked.id)} if rules else set()
    return [(rule.code, rule.text) for rule in rules if rule.code not in sent]


@use_case("papers.send", answers=UUID, subject="application_id")
def send_paper(call: Call, *, application_id: UUID, kind: str, content: bytes) -> UUID:
    """Keeps a photo or a PDF with an application that is not decided."""
    asked = _open(call, application_id, verb="send a paper", also=(Role.AGENT,))
    if kind not in {one.kind for one in papers_wanted(call.actor, application_id=asked.id)}:
        raise InvalidInput("kind", "one of the papers that the product asks for, or other")
    return keep_paper(call, party_id=asked.firm_id, subject_id=asked.id, kind=kind, content=content)


@use_case("papers.take_back", answers=UUID, subject="paper_id")
def take_paper_back(call: Call, *, paper_id: UUID) -> UUID:
    """Erases a paper while its application is not decided; one that a sent application needs gives way to another."""
    call.actor.require(Role.CUSTOMER, verb="take a paper back")
    found = paper(call.actor, paper_id=paper_id)
    asked = _open(call, found.subject_id, verb="take a paper back")
    drop_paper(paper_id=found.id)
    if asked.state != "draft" and _missing(asked, before="sending"):
        raise PaperNeeded(where="paper_id")
    return found.id


def own_paper(actor: Actor, *, paper_id: UUID) -> tuple[SentPaperLine, bytes]:
    """A paper for whose it is."""
    actor.require(Role.CUSTOMER, verb="see a paper of one's own")
    return paper(actor, paper_id=paper_id), paper_content(actor, paper_id=paper_id)


def look_at_paper(call: Call, *, paper_id: UUID, purpose: str) -> tuple[SentPaperLine, bytes]:
    """A paper for staff who say what for; that is kept first, and the customer sees it.

    The content is read outside of the use case, so that it is stored nowhere as an answer.
    """
    _note(call, paper_id=paper_id, purpose=purpose)
    return paper(call.actor, paper_id=paper_id), paper_content(call.actor, paper_id=paper_id)


@use_case("papers.look", answers=UUID, subject="paper_id")
def _note(call: Call, *, paper_id: UUID, purpose: str) -> UUID:
    call.actor.require(*LOOKING, verb="look at papers of customers")
    found = paper(call.actor, paper_id=paper_id)
    note_reading(call, party_id=found.party_id, sources=[LOOKED_AT], purpose=purpose)
    return found.id


def _open(call: Call, application_id: UUID, *, verb: str, also: tuple[Role, ...] = ()) -> ApplicationView:
    asked = application(call.actor, application_id)
    require_firm(call.actor, firm_id=asked.firm_id, verb=verb, also=also)
    stages = {rule.before for rule in product_of(asked).documents if rule.required}
    if not any(asked.state in LATER.get(stage, WANTED) for stage in stages | {"sending"}):
        raise WrongState(where="application_id", state=asked.state, step="papers")
    return asked


def require_own(actor: Actor, paper_id: UUID, *, application_id: UUID) -> SentPaperLine:
    """A paper of this very application."""
    found = paper(actor, paper_id=paper_id)
    if found.subject_id != application_id:
        raise NotFound("paper", where="paper_id")
    return found
