"""What is true of cases: the kinds there are, who works on them, and which step may follow which."""

from dataclasses import dataclass
from typing import Final
from unicodedata import category
from uuid import UUID

from puhui.foundation.casework.contracts import CaseNotInState, CaseState, FourEyes
from puhui.kernel.actors import Actor, Role
from puhui.kernel.errors import InvalidInput
from puhui.kernel.texts import Text


@dataclass(frozen=True, slots=True)
class CaseKind:
    """A kind of work: its name, who may work on it, and whether two pairs of eyes are needed."""

    name: Text
    workers: frozenset[Role]
    needs_four_eyes: bool


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
    "data_correction": CaseKind(
        Text(en="Correction of data", zh="信息更正异议"),
        frozenset({Role.RISK_OFFICER, Role.OPERATIONS, Role.COMPLIANCE}),
        needs_four_eyes=False,
    ),
}
CONFIRMERS: Final = {"review": frozenset({Role.RISK_OFFICER})}
STEPS: Final = {
    "take": frozenset({CaseState.OPEN}),
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


def clean_text(text: str, *, where: str, least: int = 1, most: int = 2000) -> str:
    """The text without outer spaces; refuses an empty or endless one, and characters that no database keeps."""
    kept = text.strip() if isinstance(text, str) and len(text) <= 10 * most else ""
    if not least <= len(kept) <= most or any(_is_control(sign) for sign in kept):
        raise InvalidInput(where, f"a text of {least} to {most} characters, without control characters")
    return kept


def _is_control(sign: str) -> bool:
    return sign not in "\n\r\t" and category(sign) in {"Cc", "Cs"}
