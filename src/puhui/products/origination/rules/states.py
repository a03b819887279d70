"""The life of an application and of an offer: which step leads from where to where."""

from typing import Final

from puhui.products.origination.contracts import ApplicationState as A
from puhui.products.origination.contracts import WrongState

TRANSITIONS: Final[dict[str, tuple[frozenset[A], A]]] = {
    "submit": (frozenset({A.DRAFT}), A.SUBMITTED),
    "approve": (frozenset({A.SUBMITTED, A.REFERRED}), A.APPROVED),
    "refer": (frozenset({A.SUBMITTED}), A.REFERRED),
    "decline": (frozenset({A.SUBMITTED, A.REFERRED}), A.DECLINED),
    "ask_for_person": (frozenset({A.DECLINED}), A.REFERRED),
    "accept": (frozenset({A.APPROVED}), A.ACCEPTED),
    "sign": (frozenset({A.ACCEPTED}), A.SIGNED),
    "withdraw": (frozenset({A.DRAFT, A.SUBMITTED, A.REFERRED, A.APPROVED, A.ACCEPTED}), A.WITHDRAWN),
    "expire": (frozenset({A.APPROVED, A.ACCEPTED}), A.EXPIRED),
}
ENGAGED: Final = frozenset({A.REFERRED, A.APPROVED, A.ACCEPTED})  # a firm has at most one such application a product


def leads_to(step: str) -> A:
    """The state after the step."""
    return TRANSITIONS[step][1]


def comes_from(step: str) -> frozenset[A]:
    """The states in which the step is possible."""
    return TRANSITIONS[step][0]


def check_step(step: str, *, state: str) -> None:
    """Refuses a step that the state does not allow."""
    if state not in comes_from(step):
        raise WrongState(where="application_id", state=state, step=step)
