"""One search over what the actor may see: customers by exact number or name, loans, applications, contracts, cases.

Numbers and names of customers go through the blind index only, so that nothing is found by a part of it. Every part is
bounded, and rooms that the actor's roles may not look up are not asked.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, TypeVar
from uuid import UUID

from puhui.foundation.access.facade import may_enter
from puhui.foundation.casework.facade import KINDS, case, cases_page
from puhui.foundation.catalogue.facade import products_on
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import BadPhone, BadText, BadUscc, PartyLine, party_names, search_parties
from puhui.kernel.actors import STAFF_ROLES, Actor
from puhui.kernel.errors import InvalidInput, NotFound
from puhui.kernel.texts import Text
from puhui.products.lending.facade import loan_summary, loans_page
from puhui.products.origination.facade import application, applications_page, contracts_numbered

LONGEST: Final = 100
MOST: Final = 5
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that was found: what it is, its id (a code for products and queues), its name, and a word beside it."""

    kind: str
    id: str
    name: str | Text
    detail: str | Text = ""


def search_everything(actor: Actor, *, text: str) -> list[Hit]:
    """What fits the text, at most a few of each kind; nothing for an empty one."""
    actor.require(*STAFF_ROLES, verb="search")
    if not isinstance(text, str) or len(text) > LONGEST or not text.isprintable():
        raise InvalidInput("q", f"a text of at most {LONGEST} characters")
    wanted = text.strip()
    if not wanted:
        return []
    try:
        return list(_by_id(actor, UUID(wanted)))
    except ValueError:
        return [
            *_customers(actor, wanted),
            *_contracts(actor, wanted),
            *_queues(actor, wanted),
            *_products(actor, wanted),
        ]


def _by_id(actor: Actor, wanted: UUID) -> Iterator[Hit]:
    """Whatever has this id, of rooms that the actor may look up."""
    if may_enter(actor.roles, "party"):
        for party_id, name in party_names(actor, party_ids=[wanted]).items():
            yield Hit("customer", str(party_id), name)
    if may_enter(actor.roles, "lending") and (loan := _or_none(lambda: loan_summary(actor, wanted))):
        yield Hit("loan", str(loan.id), str(loan.principal), loan.state)
    if may_enter(actor.roles, "origination") and (asked := _or_none(lambda: application(actor, wanted))):
        yield Hit("application", str(asked.id), str(asked.amount), asked.state)
    found = _or_none(lambda: case(actor, wanted))
    if found and _may_see(actor, found.kind):
        yield Hit("case", str(found.id), found.kind_name, found.state)


def _customers(actor: Actor, text: str) -> Iterator[Hit]:
    """Who has exactly this number or name; of one alone also what they have."""
    if not may_enter(actor.roles, "party"):
        return
    found = _parties(actor, text)
    for one in found:
        yield Hit("customer", str(one.party_id), one.name, one.phone or one.identifier)
    if len(found) == 1:
        yield from _of_customer(actor, found[0].party_id)


def _parties(actor: Actor, text: str) -> list[PartyLine]:
    for name in ("phone", "uscc", "name"):
        try:
            if found := search_parties(actor, most=MOST, **{name: text}):
                return found
        except (BadPhone, BadUscc, BadText):
            continue
    return []


def _of_customer(actor: Actor, party_id: UUID) -> Iterator[Hit]:
    if may_enter(actor.roles, "lending"):
        for loan in loans_page(actor, borrower_id=party_id, most=MOST).loans:
            yield Hit("loan", str(loan.id), str(loan.principal), loan.state)
    if may_enter(actor.roles, "origination"):
        for asked in applications_page(actor, firm_id=party_id, most=MOST):
            yield Hit("application", str(asked.id), str(asked.amount), asked.state)
    if may_enter(actor.roles, "casework"):
        for found in cases_page(actor, party_id=party_id, most=MOST):
            yield Hit("case", str(found.id), found.kind_name, found.state)


def _contracts(actor: Actor, text: str) -> Iterator[Hit]:
    if may_enter(actor.roles, "origination"):
        for one in contracts_numbered(actor, beginning=text, most=MOST):
            yield Hit("contract", str(one.application_id), one.number, one.state)


def _queues(actor: Actor, text: str) -> Iterator[Hit]:
    for kind, one in KINDS.items():
        if _may_see(actor, kind) and _fits(text, one.name):
            yield Hit("queue", kind, one.name)


def _products(actor: Actor, text: str) -> Iterator[Hit]:
    if not may_enter(actor.roles, "catalogue"):
        return
    fitting = [one for one in products_on(business_date()) if text.lower() in one.code or _fits(text, one.name)]
    for one in fitting[:MOST]:
        yield Hit("product", f"{one.code}/{one.version}", one.name, one.code)


def _may_see(actor: Actor, kind: str) -> bool:
    return bool(actor.roles & KINDS[kind].workers) or may_enter(actor.roles, "casework")


def _fits(text: str, name: Text) -> bool:
    return text.casefold() in name.en.casefold() or text.casefold() in name.zh


def _or_none(read: Callable[[], T]) -> T | None:
    try:
        return read()
    except NotFound:
        return None
