"""What a model's card says of stability and of fairness by group, and the champion beside it, ready for the page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from puhui.interfaces.workbench.policy_words import column_label
from puhui.kernel.actors import Actor
from puhui.risk.decisioning.facade import ModelRole, ModelView, RoleState, champion, model_view, roles_of_slot
from puhui.risk.monitoring.facade import watch_policy

Card = Mapping[str, Any]
RATIO_TOP: Final = 1.5  # what the drawing of a ratio ends at


@dataclass(frozen=True, slots=True)
class Shift:
    """How far one column moved between the halves of the training rows; `bar` is of 100, full at twice the stop."""

    label: str
    index: str
    bar: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Stability:
    """All columns, the most moved first, with what warns and what stops."""

    column: str
    shifts: tuple[Shift, ...]
    warn: str
    stop: str


@dataclass(frozen=True, slots=True)
class Group:
    """One group of a column: shares as text; `low`, `mid` and `high` are the ratio in a drawing of 150 units."""

    name: str
    rows: int
    is_few: bool
    is_reference: bool
    alarm: bool
    approval: str
    of_goods: str
    of_bads: str
    auc: float | None
    said: str
    happened: str
    ratio: float | None
    low: str
    mid: str
    high: str


@dataclass(frozen=True, slots=True)
class Groups:
    """The groups of one column, if the least risky share were approved."""

    column: str
    share: float
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """The model that decides in a slot where another one has a role; no figures where it only ships with the house."""

    slot: str
    role: str
    champion: str
    figures: Card | None


def stability_of(card: Card, *, on: date) -> Stability | None:
    """The columns' shifts, judged by the limits of the watch on a day; None where the card does not tell."""
    found = card.get("stability") or {}
    if not found.get("shifts"):
        return None
    limits = watch_policy(on).limits["fact_psi"]
    warn, stop = float(limits.warn), float(limits.stop)
    shifts = tuple(_shift(one, warn=warn, stop=stop) for one in found["shifts"])
    return Stability(str(found.get("column", "")), shifts, f"{warn:.2f}", f"{stop:.2f}")


def _shift(one: Card, *, warn: float, stop: float) -> Shift:
    index = float(one["csi"])
    verdict = "stop" if index >= stop else "warn" if index >= warn else "calm"
    return Shift(column_label(str(one["column"]), {}), f"{index:.3f}", f"{min(100, index / stop * 50):.1f}", verdict)


def groups_of_card(card: Card) -> tuple[Groups, ...]:
    """The audits of fairness that the card holds."""
    return tuple(_groups(found) for found in card.get("groups") or ())


def _groups(found: Card) -> Groups:
    groups = tuple(_group(one, reference=str(found.get("reference", ""))) for one in found["groups"])
    return Groups(str(found["column"]), float(found["approved_share"]), groups)


def _group(one: Card, *, reference: str) -> Group:
    return Group(
        name=str(one["group"]),
        rows=int(one["rows"]),
        is_few=bool(one["few"]),
        is_reference=one["group"] == reference,
        alarm=bool(one["alarm"]),
        approval=_pct(one["approval_rate"]),
        of_goods=_pct(one["approved_of_goods"]),
        of_bads=_pct(one["approved_of_bads"]),
        auc=one["auc"],
        said=_pct(one["mean_pd"]),
        happened=_pct(one["bad_rate"]),
        ratio=one["ratio"],
        low=_place(one["ratio_low"]),
        mid=_place(one["ratio"]),
        high=_place(one["ratio_high"]),
    )


def _pct(share: float | None) -> str:
    return "–" if share is None else f"{share * 100:.2f} %"


def _place(ratio: float | None) -> str:
    return "" if ratio is None else f"{min(ratio, RATIO_TOP) * 100:.1f}"


def beside_of(actor: Actor, view: ModelView, *, on: date) -> tuple[Beside, ...]:
    """The champion of every slot in which the model has another role."""
    others = [one for one in view.line.roles if one.role != ModelRole.CHAMPION]
    return tuple(_beside(actor, one.slot, role=one.role, on=on) for one in others)


def _beside(actor: Actor, slot: str, *, role: str, on: date) -> Beside:
    roles: Sequence[Any] = [
        one
        for one in roles_of_slot(actor, slot)
        if one.role == ModelRole.CHAMPION and one.state == RoleState.IN_FORCE and one.effective_from <= on
    ]
    model = champion(slot, on=on)
    held = next((one for one in roles if one.name == f"{model.id}@{model.version}"), None)
    figures = model_view(actor, held.package_id).card.get("out_of_fold") if held else None
    return Beside(slot, role, f"{model.id} {model.version}", figures)
