"""What interfaces may call."""

from puhui.flows.dashboards.asking import PERIODS, product_names
from puhui.flows.dashboards.boards import BOARDS, BoardKind, board, boards_of, listing
from puhui.flows.dashboards.contracts import Asked, Board, Column, Link, Listing, Sheet, Value
from puhui.flows.dashboards.lists import BEHIND, ListKind
from puhui.flows.dashboards.origination import BY_TEXTS

__all__ = [
    "BEHIND",
    "BOARDS",
    "BY_TEXTS",
    "PERIODS",
    "Asked",
    "Board",
    "BoardKind",
    "Column",
    "Link",
    "ListKind",
    "Listing",
    "Sheet",
    "Value",
    "board",
    "boards_of",
    "listing",
    "product_names",
]
