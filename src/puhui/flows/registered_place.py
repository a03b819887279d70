"""Where the business register says that a firm is, beside what the firm said itself: a difference is looked at.

A firm's first place is its own word. When a consented answer of the register names another one, a statement waits for a
colleague, as if the firm had said that it moved: confirmed, the registered place counts; declined, the first one stays.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

from puhui.flows.move_firm import ask_colleague
from puhui.foundation.party.facade import home_date, last_move, region_of
from puhui.foundation.regions.facade import Atlas, atlas
from puhui.foundation.sources.facade import Heard
from puhui.kernel.actors import SYSTEM, Call

SOURCE: Final = "business_registration"
FIELD: Final = "region"


def look_at_registered_place(call: Call, *, party_id: UUID, heard: Sequence[Heard]) -> UUID | None:
    """Opens a case when the register names another place than the one that counts; gives the statement that waits.

    Nothing happens when a statement waits already, when this very place was looked at and declined, and when one place
    lies within the other: the register may name a city where the firm names its county. A part of a use case.
    """
    on = home_date(call.at)
    told, before = _told(heard), region_of(party_id)
    if not told or not before:
        return None
    known = atlas()
    code = _place(known, told, on=on)
    last = last_move(SYSTEM, party_id=party_id)
    is_looked_at = last is not None and (last.state == "stated" or (last.state, last.region) == ("declined", code))
    if not code or is_looked_at or _one_within_other(known, code, before):
        return None
    return ask_colleague(
        call,
        firm_id=party_id,
        before=before,
        region=code,
        evidence=f"business register, {on}",
        on=on,
        why=": the business register names another place than the firm",
    )


def _told(heard: Sequence[Heard]) -> str:
    """What the register says; empty when it was not asked, did not answer, or names no place."""
    found = [one.content.get(FIELD) for one in heard if one.source == SOURCE and one.content]
    return next((str(place) for place in found if place), "")


def _place(known: Atlas, told: str, *, on: date) -> str:
    """The living region of a code; empty for what is no code of the list: it stays in the answer for people to read."""
    now = known.current(told, on=on)
    return now.code if now is not None else ""


def _one_within_other(known: Atlas, one: str, other: str) -> bool:
    lines = [{region.code for region in known.line(code)} for code in (one, other)]
    return one in lines[1] or other in lines[0]
