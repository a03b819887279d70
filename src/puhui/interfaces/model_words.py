"""How models are told to programs: the same shapes by the API and by the command line."""

from decimal import Decimal, InvalidOperation
from typing import Any

from puhui.finmath.default_curves import curve_of_year
from puhui.kernel.errors import InvalidInput
from puhui.risk.decisioning.facade import ModelLine, ModelView, RoleLine, ShadowSummary

CURVE_MONTHS = (1, 3, 6, 12, 24, 36)


def share_in_bps(percent: str) -> int:
    """A share in percent, with at most two decimals, as hundredths of a percent."""
    try:
        bps = Decimal(percent) * 100
    except InvalidOperation:
        raise InvalidInput("share", "a share is a number of percent") from None
    if not bps.is_finite() or bps != int(bps) or not 0 <= bps < 10_000:
        raise InvalidInput("share", "a share is from 0 to below 100 percent, with two decimals at most")
    return int(bps)


def line_document(line: ModelLine) -> dict[str, Any]:
    """A package in a list."""
    return {
        "id": str(line.id),
        "model_id": line.model_id,
        "version": line.version,
        "kind": line.kind,
        "hash": line.hash,
        "state": line.state,
        "purpose": line.purpose,
        "registered_by_name": line.registered_by_name,
        "registered_at": line.registered_at.isoformat(),
        "decided_by_name": line.decided_by_name,
        "effective_from": line.effective_from.isoformat() if line.effective_from else None,
        "roles": [role_document(role) for role in line.roles],
    }


def role_document(role: RoleLine) -> dict[str, Any]:
    """A role; the share in percent of applicants."""
    return {
        "role_id": str(role.id),
        "model": role.name,
        "slot": role.slot,
        "role": role.role,
        "share_pct": f"{role.share_bps / 100:g}" if role.share_bps else None,
        "effective_from": role.effective_from.isoformat(),
        "until": role.until.isoformat() if role.until else None,
        "state": role.state,
        "reason": role.reason,
        "proposed_by_name": role.proposed_by_name,
        "decided_by_name": role.decided_by_name,
    }


def view_document(view: ModelView, shadow: ShadowSummary) -> dict[str, Any]:
    """All of a package, with what it would have done on the live stream."""
    return {
        **line_document(view.line),
        "segment": view.segment,
        "limits": view.limits,
        "inputs": list(view.inputs),
        "files": dict(view.files),
        "card": dict(view.card),
        "shadow": shadow_document(shadow),
        "history": [
            {"what": c.what, "by": c.by_name, "at": c.at.isoformat(), "reason": c.reason, **c.detail}
            for c in view.history
        ],
    }


def shadow_document(shadow: ShadowSummary) -> dict[str, Any]:
    """What a model would have done, and how its mean probability of default spreads over months."""
    return {
        "decisions": shadow.decisions,
        "agree": shadow.agree,
        "approved": shadow.approved,
        "would_approve": shadow.would_approve,
        "mean_pd": None if shadow.pd is None else f"{shadow.pd:.6f}",
        "pd_within_months": {str(m): f"{pd:.6f}" for m, pd in zip(CURVE_MONTHS, pd_curve(shadow.pd), strict=False)},
        "moves": {f"{done} -> {would}": count for (done, would), count in sorted(shadow.moves.items())},
    }


def pd_curve(pd: Decimal | None) -> list[Decimal]:
    """The probability of default within each of `CURVE_MONTHS` that one within twelve months means; none of none."""
    if pd is None:
        return []
    curve = curve_of_year(round(Decimal(pd), 6), months=CURVE_MONTHS[-1]).cumulative
    return [curve[month - 1] for month in CURVE_MONTHS]
