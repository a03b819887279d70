"""Who may call what the code does not tell by itself: said here, and held true by a test that calls it.

A page that names no room in `staff_page` stands in `STAFF_PAGES`; an address of a customer that wears neither
`open_page` nor `personal_page` in `CUSTOMER_PAGES`; an operation whose rights depend on the object in `OPERATIONS`.
"""

from collections.abc import Mapping

from puhui.flows.dashboards.facade import BOARDS
from puhui.flows.editors.kinds import EDITORS
from puhui.flows.originate_loan.standing import HELPERS
from puhui.foundation.access.facade import GRANTABLE, may_enter
from puhui.foundation.casework.facade import KINDS
from puhui.interfaces.workbench.days import CLOSERS, READERS
from puhui.kernel.actors import STAFF_ROLES, Role

Roles = frozenset[Role]
NOBODY_ASKED: Roles = frozenset()  # anyone, also without signing in
SIGNED_IN: Roles = frozenset({*GRANTABLE, Role.CUSTOMER})
AGENT: Roles = frozenset({Role.AGENT})


def _queue(*kinds: str) -> Roles:
    """Who works on one of these kinds of case, or may look up casework."""
    workers = {role for kind in kinds for role in KINDS[kind].workers if role in STAFF_ROLES}
    return frozenset(workers | {role for role in STAFF_ROLES if may_enter([role], "casework")})


def _rooms(*rooms: str) -> Roles:
    return frozenset(role for role in STAFF_ROLES if any(may_enter([role], room) for room in rooms))


def _workers(*kinds: str) -> Roles:
    return frozenset(role for kind in kinds for role in KINDS[kind].workers)


BOARD_READERS = _rooms(*(kind.room for kind in BOARDS.values()))
RELIEF = _rooms("collections")
CONSOLE: Mapping[str, Roles] = {
    "sign_in": NOBODY_ASKED,
    "second_factor_code": NOBODY_ASKED,
    "second_factor_first": NOBODY_ASKED,
    "sign_in_with_passkey": NOBODY_ASKED,
    "set_language": NOBODY_ASKED,
    "console:login": NOBODY_ASKED,
    "console:logout": NOBODY_ASKED,
    "console:index": STAFF_ROLES,
    "console:rest": STAFF_ROLES,
    "console:app_list": STAFF_ROLES,
    "console:autocomplete": STAFF_ROLES,
    "console:jsi18n": STAFF_ROLES,
    "console:password_change": STAFF_ROLES,
    "console:password_change_done": STAFF_ROLES,
    "console:view_on_site": STAFF_ROLES,
    "console:search": STAFF_ROLES,
}
CUSTOMER_PAGES: Mapping[str, Roles] = {
    "metadata": NOBODY_ASKED,
    "healthz": NOBODY_ASKED,
    "readyz": NOBODY_ASKED,
    "receive_text": NOBODY_ASKED,  # signed by the provider of messages, not by a session
}
STAFF_PAGES: Mapping[str, Roles] = {
    **dict.fromkeys(("home", "have_read", "search", "quick_search"), STAFF_ROLES),
    **dict.fromkeys(("dashboard", "records", "boards"), STAFF_ROLES),
    **dict.fromkeys(("reports", "send_regularly", "open_report", "end_subscription"), STAFF_ROLES),
    **dict.fromkeys(("save_view", "forget_view", "choose_theme"), STAFF_ROLES),
    **dict.fromkeys(
        ("my_access", "change_password", "begin_factor", "confirm_factor", "renew_codes", "end_factor"), STAFF_ROLES
    ),
    **dict.fromkeys(("my_sessions", "end_session", "prove_again"), STAFF_ROLES),
    **dict.fromkeys(("add_passkey", "keep_passkey", "end_passkey"), STAFF_ROLES),
    **dict.fromkeys(("board", "behind", "export"), BOARD_READERS),
    **dict.fromkeys(("queue", "case", "act_on_case", "attach_to_case", "file_of_case"), _queue(*KINDS)),
    "share_out_queue": _queue(*KINDS),
    **dict.fromkeys(("move", "act_on_move"), _queue("relocation")),
    **dict.fromkeys(("phone_proposal", "act_on_phone_proposal"), _queue("lost_phone")),
    **dict.fromkeys(("collections", "collection", "act_on_collection", "propose_write_off"), _queue("collection")),
    **dict.fromkeys(("hardship", "act_on_hardship"), _queue("hardship")),
    **dict.fromkeys(("write_offs", "write_off", "act_on_write_off", "tax_file"), _queue("write_off")),
    **dict.fromkeys(("correction", "act_on_correction"), _queue("data_correction")),
    **dict.fromkeys(("relief_list", "relief", "act_on_relief", "propose_relief"), RELIEF),
    **dict.fromkeys(("day", "day_progress"), READERS),
    "close_day": CLOSERS,
}
API = "/api/v1"
OPERATIONS: Mapping[str, Roles] = {
    f"DELETE {API}/agent/visits/{{uuidstr:visit_id}}": AGENT | {Role.CUSTOMER},
    f"POST {API}/cases/{{uuidstr:case_id}}/notes": _workers(*KINDS),
    f"POST {API}/cases/{{uuidstr:case_id}}/take": _workers(*KINDS),
    f"POST {API}/cases/share-out": _workers(*KINDS),
    f"POST {API}/collections/help/{{uuidstr:help_id}}/decline": _workers("hardship"),
    f"POST {API}/collections/write-offs/{{uuidstr:write_off_id}}/reject": _workers("write_off"),
    f"GET {API}/dashboards": SIGNED_IN,
    f"GET {API}/dashboards/lists/{{key}}": BOARD_READERS,
    f"GET {API}/dashboards/{{key}}": BOARD_READERS,
    **dict.fromkeys(
        (
            f"POST {API}/editors/{{slug:kind}}/drafts",
            f"PATCH {API}/editors/drafts/{{uuidstr:draft_id}}",
            f"POST {API}/editors/drafts/{{uuidstr:draft_id}}/submit",
            f"POST {API}/editors/drafts/{{uuidstr:draft_id}}/drop",
        ),
        frozenset(role for editor in EDITORS.values() for role in editor.writers),
    ),
    **dict.fromkeys(
        (
            f"POST {API}/editors/drafts/{{uuidstr:draft_id}}/return",
            f"POST {API}/editors/drafts/{{uuidstr:draft_id}}/publish",
        ),
        frozenset(role for editor in EDITORS.values() for role in editor.publishers),
    ),
    f"POST {API}/orders/{{uuidstr:order_id}}/{{act}}": SIGNED_IN - AGENT,
    f"POST {API}/receivables/{{uuidstr:receivable_id}}/{{act}}": SIGNED_IN - AGENT,
    **dict.fromkeys(
        (
            f"POST {API}/applications",
            f"POST {API}/leases",
            f"POST {API}/orders/{{uuidstr:order_id}}/finance",
            f"POST {API}/payees/baskets/{{uuidstr:basket_id}}/take-up",
        ),
        frozenset(HELPERS) | AGENT,  # an agent begins beside the customer who allowed it
    ),
    **dict.fromkeys(
        (
            f"GET {API}/farms/seasons/{{crop}}",
            f"GET {API}/ledger/business-date",
            f"GET {API}/partners/events",
            f"POST {API}/loans/schedule",
            f"GET {API}/products",
            f"GET {API}/products/prices",
            f"GET {API}/regions",
            f"GET {API}/regions/tiers",
            f"GET {API}/regions/{{code}}",
            f"GET {API}/sources",
        ),
        SIGNED_IN,
    ),
}
