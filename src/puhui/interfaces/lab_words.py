"""A run of the lab as JSON for programs: the same document over HTTP and from the command."""

from typing import Any

from puhui.kernel.canonical import plain
from puhui.risk.lab.facade import PreApprovalPass, PreApprovalView, RunView


def run_document(run: RunView) -> dict[str, Any]:
    """All of a run; shares are in millionths (`ppm`), amounts in minor units, as they were hashed."""
    return {**run_line(run), "inputs": dict(run.inputs), "result": run.result and dict(run.result)}


def run_line(run: RunView) -> dict[str, Any]:
    """A run without what was put in and what came out."""
    document: dict[str, Any] = plain(
        {
            "id": run.id,
            "title": run.title,
            "at": run.at,
            "by_name": run.by_name,
            "state": run.state,
            "done": run.done,
            "total": run.total,
            "why_failed": run.why_failed,
            "finished_at": run.finished_at,
            "inputs_hash": run.inputs_hash,
            "result_hash": run.result_hash,
            "signatures": [
                {"by_name": one.by_name, "at": one.at, "verdict": one.verdict, "comment": one.comment}
                for one in run.signatures
            ],
        }
    )
    return document


def pass_document(made: PreApprovalPass) -> dict[str, Any]:
    """A day's pass of pre-approval."""
    document: dict[str, Any] = plain(made)
    return document


def pre_approval_document(found: PreApprovalView) -> dict[str, Any]:
    """What a firm could be lent; the amount in major units, the rate in percent a year."""
    return {
        "firm_id": str(found.firm_id),
        "product_code": found.product_code,
        "limit": found.limit_money.as_json(),
        "term_months": found.term_months,
        "annual_rate_pct": found.rate_text,
        "until": found.until.isoformat(),
    }
