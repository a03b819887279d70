"""What is true of cases: the kinds there are, who works on them, and which step may follow which."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final
from unicodedata import category
from uuid import UUID

from puhui.finmath.working_time import WorkingTime
from puhui.foundation.casework.contracts import (
    BadAttachment,
    CaseNotInState,
    CaseState,
    CaseTaken,
    CaseView,
    FourEyes,
    NotYourCase,
    Priority,
    Spread,
)
from puhui.kernel.actors import Actor, Role
from puhui.kernel.errors import InvalidInput
from puhui.kernel.texts import Text


@dataclass(frozen=True, slots=True)
class CaseKind:
    """A kind of work: its name, who may work on it, whether two pairs of eyes are needed, and how it may end.

    `by_hand`: staff open such a case themselves; all others are opened by what happens.
    """

    name: Text
    workers: frozenset[Role]
    needs_four_eyes: bool
    outcomes: tuple[str, ...] = ("approve", "decline")
    by_hand: bool = False


MOST_MENTIONS: Final = 10
MOST_FILES: Final = 20
MOST_FILE_BYTES: Final = 5_000_000
_MENTION: Final = re.compile(r"(?<![A-Za-z0-9._@-])@([a-z][a-z0-9._-]{2,39})")
_KEPT: Final = (
    ("application/pdf", ("pdf",), b"%PDF-"),
    ("image/png", ("png",), b"\x89PNG\r\n\x1a\n"),
    ("image/jpeg", ("jpg", "jpeg"), b"\xff\xd8\xff"),
    ("text/plain", ("txt", "csv"), b""),
)
KINDS: Final = {
    "review": CaseKind(
        Text(en="Review of an application", zh="申请人工复核"),
        frozenset({Role.RISK_OFFICER, Role.RELATIONSHIP_MANAGER}),
        needs_four_eyes=True,
    ),
    "failed_payment": CaseKind(
        Text(en="Failed payment", zh="支付失败"),
        frozenset({Role.OPERATIONS, Role.FINANCE}),
        needs_four_eyes=False,
    ),
    "trade_paper": CaseKind(
        Text(en="Voucher or bill that was not paid", zh="凭证或票据到期未付"),
        frozenset({Role.OPERATIONS, Role.RISK_OFFICER, Role.RELATIONSHIP_MANAGER}),
        needs_four_eyes=False,
    ),
    "collection": CaseKind(
        Text(en="Collection", zh="逾期催收"),
        frozenset({Role.OPERATIONS, Role.RELATIONSHIP_MANAGER}),
        needs_four_eyes=False,
    ),
    "books_differ": CaseKind(
        Text(en="Loans and books differ", zh="贷款明细与总账不符"),
        frozenset({Role.FINANCE}),
        needs_four_eyes=False,
    ),
    "job_failed": CaseKind(
        Text(en="Nightly work failed", zh="日终后任务失败"),
        frozenset({Role.OPERATIONS, Role.RISK_OFFICER}),
        needs_four_eyes=False,
    ),
    "hardship": CaseKind(
        Text(en="Request for help", zh="还款困难申请"),
        frozenset({Role.OPERATIONS, Role.RELATIONSHIP_MANAGER, Role.RISK_OFFICER}),
        needs_four_eyes=False,
    ),
    "call_back": CaseKind(
        Text(en="Somebody to call back", zh="客户请求回电"),
        frozenset({Role.OPERATIONS, Role.RELATIONSHIP_MANAGER}),
        needs_four_eyes=False,
    ),
    "write_off": CaseKind(
        Text(en="Write-off", zh="核销审批"),
        frozenset({Role.RISK_OFFICER, Role.FINANCE}),
        needs_four_eyes=False,
    ),
    "collateral": CaseKind(
        Text(en="Collateral", zh="押品管理"),
        frozenset({Role.OPERATIONS, Role.RELATIONSHIP_MANAGER, Role.RISK_OFFICER}),
        needs_four_eyes=False,
    ),
    "trade": CaseKind(
        Text(en="Orders and receivables", zh="订单与应收账款"),
        frozenset({Role.OPERATIONS, Role.RELATIONSHIP_MANAGER, Role.RISK_OFFICER}),
        needs_four_eyes=False,
    ),
    "lease": CaseKind(
        Text(en="Leased equipment", zh="融资租赁设备"),
        frozenset({Role.OPERATIONS, Role.RELATIONSHIP_MANAGER}),
        needs_four_eyes=False,
    ),
    "limit": CaseKind(
        Text(en="Limits", zh="额度管理"),
        frozenset({Role.RISK_OFFICER, Role.RELATIONSHIP_MANAGER}),
        needs_four_eyes=False,
    ),
    "loan_change": CaseKind(
        Text(en="Change of a loan", zh="贷款变更复核"),
        frozenset({Role.OPERATIONS, Role.RELATIONSHIP_MANAGER, Role.RISK_OFFICER, Role.FINANCE, Role.ADMINISTRATOR}),
        needs_four_eyes=True,
    ),
    "model_watch": CaseKind(
        Text(en="Watch of models and policies", zh="模型与策略监测预警"),
        frozenset({Role.RISK_OFFICER, Role.COMPLIANCE}),
        needs_four_eyes=False,
    ),
    "explanation": CaseKind(
        Text(en="Request for an explanation", zh="要求说明决策理由"),
        frozenset({Role.RISK_OFFICER, Role.RELATIONSHIP_MANAGER, Role.COMPLIANCE}),
        needs_four_eyes=False,
    ),
    "relocation": CaseKind(
        Text(en="Firm that says it has moved", zh="企业迁址申报"),
        frozenset({Role.OPERATIONS, Role.RELATIONSHIP_MANAGER, Role.RISK_OFFICER}),
        needs_four_eyes=False,
    ),
    "lost_phone": CaseKind(
        Text(en="Customer who lost the old phone", zh="旧手机号无法使用"),
        frozenset({Role.OPERATIONS, Role.RELATIONSHIP_MANAGER, Role.RISK_OFFICER}),
        needs_four_eyes=False,
    ),
    "data_correction": CaseKind(
        Text(en="Correction of data", zh="信息更正异议"),
        frozenset({Role.RISK_OFFICER, Role.OPERATIONS, Role.COMPLIANCE}),
        needs_four_eyes=False,
    ),
    "complaint": CaseKind(
        Text(en="Complaint", zh="投诉"),
        frozenset({Role.OPERATIONS, Role.RELATIONSHIP_MANAGER, Role.COMPLIANCE}),
        needs_four_eyes=False,
        by_hand=True,
    ),
    "compliance": CaseKind(
        Text(en="Compliance", zh="合规事项"),
        frozenset({Role.COMPLIANCE, Role.RISK_OFFICER}),
        needs_four_eyes=True,
        outcomes=("substantiated", "unsubstantiated"),
        by_hand=True,
    ),
}
CONFIRMERS: Final = {"review": frozenset({Role.RISK_OFFICER})}
_ON: Final = frozenset({CaseState.OPEN, CaseState.PROPOSED})
STEPS: Final = {
    "take": frozenset({CaseState.OPEN}),
    "give": frozenset({CaseState.OPEN}),
    "give_back": frozenset({CaseState.OPEN}),
    "prioritise": _ON,
    "escalate": _ON,
    "attach": _ON,
    "propose": frozenset({CaseState.OPEN}),
    "confirm": frozenset({CaseState.PROPOSED}),
    "close": frozenset({CaseState.OPEN}),
}


def kind_of(kind: str) -> CaseKind:
    """The kind; refuses one that there is not."""
    if kind not in KINDS:
        raise InvalidInput("kind", f"{kind[:40]!r} is not a kind of case")
    return KINDS[kind]


def check_state(state: str) -> None:
    """Refuses the name of a state that there is not."""
    if state not in set(CaseState):
        raise InvalidInput("state", f"one of {', '.join(CaseState)}")


def check_worker(actor: Actor, *, kind: str) -> None:
    """Refuses who may not work on this kind of case."""
    actor.require(*kind_of(kind).workers, Role.SYSTEM, verb=f"work on a case: {kind}")


def check_confirmer(actor: Actor, *, kind: str, proposed_by: UUID | None) -> None:
    """Refuses who may not confirm, and who proposed it: four eyes."""
    actor.require(*CONFIRMERS.get(kind, kind_of(kind).workers), verb=f"confirm a case: {kind}")
    if actor.id == proposed_by:
        raise FourEyes(where="case_id")


def check_step(step: str, *, state: str) -> None:
    """Refuses a step that does not follow the state."""
    if state not in STEPS[step]:
        raise CaseNotInState(where="case_id", state=state)


def check_giver(actor: Actor, *, owner_id: UUID | None, escalated_to: str) -> None:
    """Refuses who takes a colleague's case away: its owner gives it on, or the role that it was escalated to."""
    is_told = escalated_to in set(actor.roles)
    if owner_id not in (None, actor.id) and not is_told:
        raise NotYourCase(where="case_id")


def check_owner(actor: Actor, *, owner_id: UUID | None) -> None:
    """Refuses to give back what is a colleague's."""
    if owner_id != actor.id:
        raise CaseTaken(where="case_id") if owner_id else CaseNotInState(where="case_id", state="not taken")


def priority_of(word: str) -> Priority:
    """The priority that a word means; refuses one that there is not."""
    if not isinstance(word, str) or word.upper() not in Priority.__members__:
        raise InvalidInput("priority", f"one of {', '.join(one.word for one in Priority)}")
    return Priority[word.upper()]


def mentioned_in(text: str) -> tuple[str, ...]:
    """The login names that stand behind an @ in a note, each once; an address of mail is none."""
    return tuple(dict.fromkeys(found.rstrip("._-") for found in _MENTION.findall(text)))[:MOST_MENTIONS]


def sound_media_type(content: bytes, *, name: str) -> str:
    """What a file is, by its first bytes and the end of its name together; refuses what is not kept on a case."""
    ending = name.lower().rpartition(".")[2]
    for media_type, endings, begins in _KEPT:
        if ending in endings and content.startswith(begins) and (begins or _is_text(content)):
            return media_type
    raise BadAttachment(where="file")


def shared_out(cases: Sequence[UUID], *, load: dict[UUID, int]) -> list[tuple[UUID, UUID]]:
    """Each case with the colleague who has least on their desk, in the order of the cases; ties go by id."""
    carried = dict(load)
    given = []
    for case_id in cases if carried else ():
        owner = min(carried, key=lambda one: (carried[one], one))
        carried[owner] += 1
        given.append((case_id, owner))
    return given


def spread(minutes: Collection[int]) -> Spread:
    """The least number that half of them, and nine in ten of them, do not pass (nearest rank)."""
    ordered = sorted(minutes)
    return Spread(*(ordered[max(0, -(-len(ordered) * share // 100) - 1)] if ordered else 0 for share in (50, 90)))


def worked_minutes(case: CaseView, *, hours: WorkingTime) -> tuple[int, int]:
    """How long a closed case waited, and was worked on; closing one that nobody had ends the waiting."""
    if case.closed_at is None:
        return 0, 0
    begun = case.first_owned_at or case.closed_at
    return hours.minutes_between(case.opened_at, begun), hours.minutes_between(begun, case.closed_at)


def clean_text(text: str, *, where: str, least: int = 1, most: int = 2000) -> str:
    """The text without outer spaces; refuses an empty or endless one, and characters that no database keeps."""
    kept = text.strip() if isinstance(text, str) and len(text) <= 10 * most else ""
    if not least <= len(kept) <= most or any(_is_control(sign) for sign in kept):
        raise InvalidInput(where, f"a text of {least} to {most} characters, without control characters")
    return kept


def _is_control(sign: str) -> bool:
    return sign not in "\n\r\t" and category(sign) in {"Cc", "Cs"}


def _is_text(content: bytes) -> bool:
    try:
        return not any(_is_control(sign) for sign in content.decode("utf-8"))
    except UnicodeDecodeError:
        return False
