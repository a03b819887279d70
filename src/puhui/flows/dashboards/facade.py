"""What interfaces may call."""

from puhui.flows.dashboards.asking import PERIODS, product_names
from puhui.flows.dashboards.boards import BOARDS, LISTS, BoardKind, board, boards_of, listing
from puhui.flows.dashboards.contracts import Asked, Board, Column, Link, Listing, Sheet, Value
from puhui.flows.dashboards.export import (
    FORMS,
    PURPOSES,
    ExportAsked,
    Exported,
    PurposeMissing,
    TooManyRows,
    export_table,
    is_personal,
)
from puhui.flows.dashboards.lists import BEHIND, ListKind
from puhui.flows.dashboards.origination import BY_TEXTS

__all__ = [
    "BEHIND",
    "BOARDS",
    "BY_TEXTS",
    "FORMS",
    "LISTS",
    "PERIODS",
    "PURPOSES",
    "Asked",
    "Board",
    "BoardKind",
    "Column",
    "ExportAsked",
    "Exported",
    "Link",
    "ListKind",
    "Listing",
    "PurposeMissing",
    "Sheet",
    "TooManyRows",
    "Value",
    "board",
    "boards_of",
    "export_table",
    "is_personal",
    "listing",
    "product_names",
]
