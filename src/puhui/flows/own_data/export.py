"""Everything that is held of a customer as one document to take along: bounded in rows, and in files a day."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from puhui.flows.own_data.looked import MOST_PARTIES, who_looked
from puhui.flows.own_data.policy import privacy_on
from puhui.flows.what_is_known import own_profile, profile_json
from puhui.foundation.access.facade import limit_rate
from puhui.foundation.consent.facade import consents_of
from puhui.foundation.documents.facade import files_of
from puhui.foundation.notices.facade import notices_of
from puhui.foundation.party.facade import home_date, parties_of, party_card, relations_of
from puhui.kernel.actors import Actor, Call, Role
from puhui.kernel.canonical import plain
from puhui.kernel.money import Money
from puhui.products.facilities.facade import facilities_page
from puhui.products.leasing.facade import leases_page
from puhui.products.lending.facade import loan_events, loans_page
from puhui.products.origination.facade import applications_page

MOST_ROWS = 200  # of each kind, the newest
MOST_EVENTS = 500  # of each loan


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of data: a code, and its rows; a row has plain values by name."""

    code: str
    rows: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class OwnData:
    """All that is held, by kind, and what is known of each party in the words of its sources."""

    at: datetime
    sections: tuple[Section, ...]
    known: tuple[dict[str, Any], ...]


def export_own_data(call: Call) -> OwnData:
    """The whole of it for the customer who asks; refused after so many files in a day."""
    actor = call.actor
    actor.require(Role.CUSTOMER, verb="take their data along")
    most = privacy_on(home_date(call.at)).exports_a_day
    limit_rate(f"own_data/{actor.id}", most=most, seconds=86_400, at=call.at)
    parties = parties_of(actor)[:MOST_PARTIES]
    sections = tuple(Section(code, tuple(rows)) for code, rows in _sections(actor, parties))
    known = tuple(json.loads(profile_json(own_profile(actor, party_id=one, at=call.at))) for one in parties)
    return OwnData(call.at, sections, known)


def as_json(found: OwnData) -> str:
    """As a file for programs."""
    document = {"made_at": found.at, **{one.code: one.rows for one in found.sections}, "known": found.known}
    return json.dumps(plain(document), ensure_ascii=False, indent=1)


def _sections(actor: Actor, parties: list[UUID]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    loans = loans_page(actor, most=MOST_ROWS).loans
    yield "parties", [_row(party_card(actor, party_id=one)) for one in parties]
    yield "relations", [_row(one) for party in parties for one in relations_of(actor, party_id=party)]
    yield "consents", [_row(one) for party in parties for one in consents_of(actor, party_id=party)]
    yield "applications", [_row(one) for one in applications_page(actor, most=MOST_ROWS)]
    yield "loans", [_row(one) for one in loans]
    yield (
        "loan_events",
        [{"loan_id": str(loan.id), **_row(one)} for loan in loans for one in _events(actor, loan.id)],
    )
    yield "limits", [_row(one) for one in facilities_page(actor, most=MOST_ROWS)]
    yield "leases", [_row(one) for one in leases_page(actor, most=MOST_ROWS)]
    yield "messages", [_row(one) for one in notices_of(actor, most=MOST_ROWS)]
    yield "files", [_row(one) for party in parties for one in files_of(actor, party_id=party, most=MOST_ROWS)]
    yield "who_looked", [_row(one) for one in who_looked(actor, most=MOST_ROWS)]


def _events(actor: Actor, loan_id: UUID) -> list[Any]:
    return list(loan_events(actor, loan_id, most=MOST_EVENTS))


def _row(view: Any) -> dict[str, Any]:
    """A view as plain values by name; money as an amount with its currency."""
    return {one.name: _value(getattr(view, one.name)) for one in fields(view)}


def _value(value: Any) -> Any:
    if isinstance(value, Money):
        return value.as_json()
    return [_value(one) for one in value] if isinstance(value, list | tuple) else plain(value)
