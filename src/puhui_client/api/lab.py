"""Operations: lab.

Made by scripts/make_client.py from the OpenAPI document; do not edit.
"""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict
from uuid import UUID

from puhui_client.api.shared import MoneyOut, TextOut
from puhui_client.transport import Group, part


class LabSignIn(TypedDict):
    """What a member of the committee says."""

    verdict: Literal["approve", "reject"]
    comment: str


class PreApprovalOutPage(TypedDict):
    """One page of PreApprovalOutPage."""

    items: list[PreApprovalOut]
    next: NotRequired[str | None]


class RunOutPage(TypedDict):
    """One page of RunOutPage."""

    items: list[RunOut]
    next: NotRequired[str | None]


class PassOut(TypedDict):
    """A day's pass over all consented customers."""

    run_id: str
    on: str
    product_code: str
    policy_name: str
    asked: int
    offered: int
    borrowing: int
    one_by_one: int
    measured: int
    changed: int
    ended: int
    is_finished: bool


class PreApprovalOut(TypedDict):
    """What a firm could be lent: an indication without obligation."""

    firm_id: str
    product_code: str
    limit: MoneyOut
    term_months: int
    annual_rate_pct: str
    until: str


class RunIn(TypedDict):
    """What is asked: on whom, which policy and model beside the running ones, which shocks, how many months."""

    title: str
    portfolio: NotRequired[Literal["simulated", "history"]]
    firms: NotRequired[int]
    seed: NotRequired[int]
    since: NotRequired[str | None]
    until: NotRequired[str | None]
    policy: NotRequired[str]
    policy_text: NotRequired[str]
    model: NotRequired[str]
    shocks: NotRequired[list[str]]
    months: NotRequired[int]
    product: NotRequired[str]


class RunOut(TypedDict):
    """A run: waiting, running, failed, done (to be signed), approved or rejected."""

    id: str
    title: str
    at: str
    by_name: str
    state: str
    done: int
    total: int
    why_failed: str
    finished_at: str | None
    inputs_hash: str
    result_hash: str
    signatures: list[SignatureOut]


class RunSignedOut(TypedDict):
    """The run after the signature."""

    run_id: str
    state: str


class RunStartedOut(TypedDict):
    """A run that waits for a worker."""

    run_id: str


class RunWithResult(TypedDict):
    """A run with what it follows from and what came out; shares in millionths, amounts in minor units, as hashed."""

    id: str
    title: str
    at: str
    by_name: str
    state: str
    done: int
    total: int
    why_failed: str
    finished_at: str | None
    inputs_hash: str
    result_hash: str
    signatures: list[SignatureOut]
    inputs: dict[str, Any]
    result: dict[str, Any] | None


class ShockOut(TypedDict):
    """A shock as it is assumed."""

    id: str
    version: int
    name: TextOut
    story: TextOut


class SignatureOut(TypedDict):
    """What a member of the committee said."""

    by_name: str
    at: str
    verdict: str
    comment: str


class LabOperations(Group):
    """Operations: lab."""

    def list_runs(self, *, limit: int | None = None, after: str | None = None) -> RunOutPage:
        """Runs of the policy lab. Newest first, without their results; staff only. Scope `lab:read`."""
        answer: RunOutPage = self._transport.call("GET", "/api/v1/lab/runs", query={"limit": limit, "after": after})
        return answer

    def start(self, body: RunIn, *, idempotency_key: str = "") -> RunStartedOut:
        """Ask for a run. A worker takes it; read the run to see how far it is. Scope `lab:write`."""
        answer: RunStartedOut = self._transport.call("POST", "/api/v1/lab/runs", body=body, key=idempotency_key)
        return answer

    def read_run(self, run_id: UUID | str) -> RunWithResult:
        """A run with its result. The result is null before the run is done; staff only. Scope `lab:read`."""
        answer: RunWithResult = self._transport.call("GET", f"/api/v1/lab/runs/{part(run_id)}")
        return answer

    def sign(self, run_id: UUID | str, body: LabSignIn, *, idempotency_key: str = "") -> RunSignedOut:
        """Sign a result. Two members of the committee are needed, none of whom started the run. Scope `lab:write`."""
        answer: RunSignedOut = self._transport.call(
            "POST", f"/api/v1/lab/runs/{part(run_id)}/signatures", body=body, key=idempotency_key
        )
        return answer

    def list_shocks(self) -> list[ShockOut]:
        """Known shocks. With what they assume; staff only. Scope `lab:read`."""
        answer: list[ShockOut] = self._transport.call("GET", "/api/v1/lab/shocks")
        return answer

    def list_pre_approvals(self, *, limit: int | None = None, after: str | None = None) -> PreApprovalOutPage:
        """Who could be lent how much. What holds today, in the order of the firms; staff only. `next` is a firm. Scope `lab:read`."""
        answer: PreApprovalOutPage = self._transport.call(
            "GET", "/api/v1/lab/pre-approvals", query={"limit": limit, "after": after}
        )
        return answer

    def my_pre_approvals(self) -> list[PreApprovalOut]:
        """What my firms could borrow. Of the signed-in customer's firms that consented to be told of offers. Scope `lab:read`."""
        answer: list[PreApprovalOut] = self._transport.call("GET", "/api/v1/lab/pre-approvals/mine")
        return answer

    def list_passes(self) -> list[PassOut]:
        """Passes of pre-approval. The last ones, newest first; staff only. Scope `lab:read`."""
        answer: list[PassOut] = self._transport.call("GET", "/api/v1/lab/pre-approvals/passes")
        return answer
