"""What stands in the sidebar of the staff console: each role sees its own work."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from puhui.flows.dashboards.facade import boards_of
from puhui.foundation.access.facade import actor_of
from puhui.foundation.casework.facade import KINDS, queue_counts
from puhui.foundation.ledger.facade import NoBusinessDate, business_date
from puhui.interfaces.workbench.days import READERS
from puhui.interfaces.workbench.rights import may_open_queue, rooms_of
from puhui.kernel.actors import Actor

Item = dict[str, Any]


def navigation(request: HttpRequest) -> list[Item]:
    """The groups of links for whoever is signed in; `UNFOLD` names this function."""
    actor = actor_of(request.user)
    return [
        {"items": _first(request, actor)},
        {"title": _("Queues"), "items": _queues(actor)},
        {"title": _("Business"), "items": _business(actor)},
        {"title": _("Books"), "items": _books(actor)},
        {"title": _("House"), "items": _house(actor)},
    ]


def _first(request: HttpRequest, actor: Actor) -> list[Item]:
    mine = _item("home", _("My work"), "home", active=request.path == reverse("admin:index"))
    boards = [_item("boards", _("Dashboards"), "bar_chart")] if boards_of(actor) else []
    return [
        mine,
        _item("dashboard", _("Overview"), "monitoring"),
        *boards,
        _item("reports", _("Reports"), "schedule_send"),
    ]


def icon(request: HttpRequest) -> str:
    """The sign in the browser's tab; `UNFOLD` names this function."""
    del request
    return static("customer_web/mark.svg")


def _queues(actor: Actor) -> list[Item]:
    mine = [kind for kind in KINDS if may_open_queue(actor, kind)]
    waits = _waiting(actor) if mine else {}
    language = get_language() or "en"
    icons = {
        "review": "rule",
        "failed_payment": "sync_problem",
        "collection": "call",
        "hardship": "handshake",
        "write_off": "contract_delete",
        "collateral": "real_estate_agent",
        "limit": "credit_score",
        "trade_paper": "request_quote",
        "call_back": "phone_callback",
        "trade": "receipt_long",
        "lease": "precision_manufacturing",
        "model_watch": "visibility",
        "explanation": "contact_support",
        "data_correction": "edit_document",
        "relocation": "moved_location",
        "lost_phone": "mobile_off",
        "complaint": "sms_failed",
        "compliance": "policy",
    }
    return [
        _queue(kind, KINDS[kind].name.in_language(language), icons.get(kind, "inbox")) | {"badge": waits.get(kind, 0)}
        for kind in mine
    ]


def _queue(kind: str, title: str, icon: str) -> Item:
    """The page of a queue; collections and write-offs have pages of their own."""
    own = {"collection": "collections", "write_off": "write_offs"}
    return _item(own[kind], title, icon) if kind in own else _item("queue", title, icon, kind)


def _business(actor: Actor) -> list[Item]:
    links = (
        ("party", "customers", _("Customers"), "groups"),
        ("party", "groups", _("Households and groups"), "cottage"),
        ("farms", "farm_lists", _("Village lists and limits"), "agriculture"),
        ("origination", "applications", _("Applications"), "description"),
        ("lending", "loans", _("Loans"), "payments"),
        ("lending", "imports", _("Loan tapes"), "upload_file"),
        ("lending", "quality", _("Portfolio quality"), "query_stats"),
        ("catalogue", "products", _("Products"), "inventory_2"),
        ("decisioning", "policies", _("Decision policies"), "rule_settings"),
        ("drafts", "editors", _("Texts"), "edit_note"),
        ("decisioning", "models", _("Models"), "neurology"),
        ("lab", "lab", _("Policy lab"), "science"),
        ("lab", "pre_approvals", _("Pre-approvals"), "recommend"),
        ("monitoring", "watch", _("Watch of decisions"), "visibility"),
        ("lending", "changes", _("Changes of loans"), "edit_note"),
        ("facilities", "facilities", _("Limits"), "credit_score"),
        ("collateral", "collateral", _("Collateral"), "real_estate_agent"),
        ("regions", "regions", _("Regions and reach"), "map"),
        ("subsidies", "subsidies", _("Interest subsidies"), "volunteer_activism"),
        ("vouchers", "vouchers", _("Vouchers"), "confirmation_number"),
        ("bills", "bills", _("Bills"), "request_quote"),
        ("orders", "orders", _("Orders"), "receipt_long"),
        ("receivables", "receivables", _("Receivables"), "request_page"),
        ("leasing", "leases", _("Leases"), "precision_manufacturing"),
        ("payees", "payees", _("Payees"), "storefront"),
        ("protection", "protections", _("Protections of persons"), "shield_person"),
        ("collections", "relief_list", _("Relief"), "flood"),
        ("sources", "sources", _("Sources of data"), "hub"),
    )
    return [_item(page, title, icon) for room, page, title, icon in links if room in rooms_of(actor)]


def _books(actor: Actor) -> list[Item]:
    links = (("trial_balance", _("Ledger"), "account_balance"), ("statements", _("Bank statements"), "compare_arrows"))
    books = [_item(*link) for link in links] if "ledger" in rooms_of(actor) else []
    days = [_item("day", _("Day close"), "event_available")] if actor.roles & READERS else []
    return books + days


def _house(actor: Actor) -> list[Item]:
    links = (
        ("access", "users", _("Users and roles"), "badge"),
        ("access", "branches", _("Branches"), "store"),
        ("access", "tokens", _("Tokens of programs"), "key"),
        ("holds", "holds", _("Legal holds"), "gavel"),
        ("partners", "partners", _("Partners"), "handshake"),
        ("partners", "deliveries", _("Messages to programs"), "outbox"),
        ("evidence", "audit", _("Audit log"), "history"),
    )
    house = [_item(page, title, icon) for room, page, title, icon in links if room in rooms_of(actor)]
    house.append(_item("my_access", _("My sign-in"), "passkey"))
    return [*house, _item("records", _("Look up records"), "table_view")]


def _item(page: str, title: str, icon: str, *args: str, active: bool | None = None) -> Item:
    item: Item = {"title": title, "icon": icon, "link": reverse(f"workbench:{page}", args=args)}
    return item if active is None else item | {"active": active}


def _waiting(actor: Actor) -> dict[str, int]:
    """How many cases of each kind are not closed."""
    try:
        today = business_date()
    except NoBusinessDate:
        return {}
    waits: dict[str, int] = {}
    for queue in queue_counts(actor, on=today):
        waits[queue.kind] = waits.get(queue.kind, 0) + queue.count
    return waits
