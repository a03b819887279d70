"""The dashboards by name: which room's right opens each, and how it is made."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from puhui.flows.dashboards.asking import BY, Places, asked_of, places_on
from puhui.flows.dashboards.collecting import collecting
from puhui.flows.dashboards.contracts import Asked, Board, Listing, Params
from puhui.flows.dashboards.inclusion import inclusion
from puhui.flows.dashboards.lists import BEHIND, ListKind
from puhui.flows.dashboards.main_lists import MAIN
from puhui.flows.dashboards.origination import approvals, funnel
from puhui.flows.dashboards.portfolio import portfolio
from puhui.flows.dashboards.profit import profit
from puhui.foundation.access.facade import may_enter
from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import Actor
from puhui.kernel.errors import Forbidden, NotFound
from puhui.kernel.texts import Text

PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class BoardKind:
    """A dashboard: its name, the room whose right opens it, the filters that it heeds, and how it is made."""

    key: str
    title: Text
    room: str
    filters: frozenset[str]
    make: Callable[[Actor, Asked, Places], Board]
    by: tuple[str, ...] = ()


_PERIOD: Final = frozenset({"period"})
BOARDS: Final[Mapping[str, BoardKind]] = {
    kind.key: kind
    for kind in (
        BoardKind(
            "origination",
            Text(en="Origination funnel", zh="获客转化漏斗"),
            "origination",
            _PERIOD | {"product", "region", "officer", "by"},
            funnel,
            BY,
        ),
        BoardKind(
            "approvals",
            Text(en="Approvals and reasons", zh="审批与原因"),
            "origination",
            _PERIOD | {"product", "region", "officer", "by"},
            approvals,
            BY,
        ),
        BoardKind(
            "portfolio",
            Text(en="Portfolio quality and vintages", zh="资产质量与账龄分析"),
            "lending",
            _PERIOD | {"product", "branch", "officer"},
            portfolio,
        ),
        BoardKind(
            "collecting",
            Text(en="Collections", zh="催收成效"),
            "collections",
            _PERIOD | {"product", "region", "officer"},
            collecting,
        ),
        BoardKind(
            "profit",
            Text(en="Profitability", zh="盈利分析"),
            "ledger",
            _PERIOD | {"product", "branch", "officer"},
            profit,
        ),
        BoardKind("inclusion", Text(en="Inclusion", zh="普惠覆盖"), "regions", frozenset({"region"}), inclusion),
    )
}


LISTS: Final[Mapping[str, ListKind]] = {**BEHIND, **MAIN}


def boards_of(actor: Actor) -> list[BoardKind]:
    """The dashboards that the actor may open."""
    return [kind for kind in BOARDS.values() if may_enter(actor.roles, kind.room)]


def board(actor: Actor, key: str, params: Params) -> Board:
    """A dashboard as of now; filters that it does not heed are refused a say by being left out."""
    kind = BOARDS.get(key)
    if kind is None:
        raise NotFound("dashboard")
    _require(actor, kind.room, key)
    today = business_date()
    heeded = kind.filters | ({"from", "to"} if "period" in kind.filters else set()) | {"itself"}
    asked = asked_of({name: value for name, value in params.items() if name in heeded}, today=today)
    return _led_on(kind.make(actor, asked, places_on(today)), actor)


def _led_on(made: Board, actor: Actor) -> Board:
    """The dashboard without the links to lists that this reader may not open."""
    closed = {key for key, kind in LISTS.items() if not may_enter(actor.roles, kind.room)}
    sheets = tuple(
        replace(
            one, links=tuple(tuple(None if link and link.to in closed else link for link in row) for row in one.links)
        )
        for one in made.sheets
    )
    return replace(made, sheets=sheets)


def listing(actor: Actor, key: str, params: Params, *, most: int = PAGE) -> Listing:
    """A page of the list behind a figure, `after` a cursor."""
    kind = LISTS.get(key)
    if kind is None:
        raise NotFound("list")
    _require(actor, kind.room, key)
    return kind.make(actor, params, business_date(), most)


def require_table(actor: Actor, what: str) -> None:
    """Refuses who may not open a table, by the room's right: `board:<name>` or `list:<name>`."""
    kind, _, key = what.partition(":")
    named = BOARDS.get(key) if kind == "board" else LISTS.get(key)
    if named is None:
        raise NotFound("table", where="what")
    _require(actor, named.room, key)


def _require(actor: Actor, room: str, what: str) -> None:
    if not may_enter(actor.roles, room):
        raise Forbidden(f"open {what}")
