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
from puhui.flows.dashboards.inclusion import GROUPS
from puhui.flows.dashboards.lists import BEHIND, ListKind
from puhui.flows.dashboards.managed import branches_in_reach
from puhui.flows.dashboards.origination import BY_TEXTS
from puhui.flows.dashboards.sending import (
    TOPIC,
    forget_view,
    make_reports,
    message_of_report,
    open_report,
    openable,
    save_view,
    subscribe,
    unsubscribe,
)
from puhui.flows.dashboards.states import APPLICATION_STATES, CASE_STATES, LOAN_STATES

__all__ = [
    "APPLICATION_STATES",
    "BEHIND",
    "BOARDS",
    "BY_TEXTS",
    "CASE_STATES",
    "FORMS",
    "GROUPS",
    "LISTS",
    "LOAN_STATES",
    "PERIODS",
    "PURPOSES",
    "TOPIC",
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
    "branches_in_reach",
    "export_table",
    "forget_view",
    "is_personal",
    "listing",
    "make_reports",
    "message_of_report",
    "open_report",
    "openable",
    "product_names",
    "save_view",
    "subscribe",
    "unsubscribe",
]
