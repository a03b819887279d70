"""Whether the endorsements of a bill lead from its payee to who shows it (Bills law, art. 27, 31, 34)."""

from collections.abc import Sequence
from datetime import date

from puhui.products.bills.contracts import EndorsementIn, Firm, SubRange
from puhui.products.bills.refusals import BadPart, ChainNotContinuous, NotTheHolder, NotToBePassedOn
from puhui.products.bills.rules.parts import check_within


def check_chain(
    payee: Firm, *, endorsements: Sequence[EndorsementIn], holder_code: str, issued_on: date, on: date
) -> None:
    """Refuses a chain with a gap, a step to the same firm, or days that run backwards; and one that ends elsewhere."""
    at, since = payee, issued_on
    for n, one in enumerate(endorsements, start=1):
        if one.giver.code != at.code:
            raise ChainNotContinuous(
                where=f"endorsements.{n}", n=n, why="the endorser is not who held it", why_zh="背书人与前一持票人不一致"
            )
        if one.taker.code == one.giver.code:
            raise ChainNotContinuous(
                where=f"endorsements.{n}", n=n, why="it goes to the same firm", why_zh="背书给自己"
            )
        if not since <= one.on <= on:
            raise ChainNotContinuous(
                where=f"endorsements.{n}", n=n, why="its day is before the last one, or to come", why_zh="背书日期有误"
            )
        at, since = one.taker, one.on
    if at.code != holder_code:
        raise NotTheHolder(where="endorsements")


def check_parts_of_chain(endorsements: Sequence[EndorsementIn], *, part: SubRange | None) -> None:
    """Refuses a chain in which somebody gives cents that they did not have, or divides a bill that goes whole."""
    had: SubRange | None = None
    for n, one in enumerate((one.part for one in endorsements), start=1):
        if one is not None and part is None:
            raise BadPart(where=f"endorsements.{n}.part", why="this bill goes whole", why_zh="该票据不可拆分")
        check_within(one, of=had, where=f"endorsements.{n}.part")
        had = one or had
    check_within(part, of=had, where="part")


def check_transferable(drawer: Firm, *, is_last: bool, endorsements: Sequence[EndorsementIn]) -> None:
    """Refuses a bill that its drawer, or one who passed it on, marked as not to be passed on."""
    if is_last:
        raise NotToBePassedOn(where="is_last", who=drawer.name)
    marked = next((one for one in endorsements if one.is_last), None)
    if marked:
        raise NotToBePassedOn(where="endorsements", who=marked.giver.name)


def liable_before(
    drawer: Firm, *, payee: Firm, endorsements: Sequence[EndorsementIn], acceptor: Firm, released: str = ""
) -> tuple[Firm, ...]:
    """Who answers for a bill that was not paid, nearest first: the one who sold it to us, back to payee and drawer.

    The acceptor is asked first, by presenting the bill; a firm that passed the bill on twice is asked once.
    `released`: the code of who sold it to us without recourse, whom we have promised not to ask.
    """
    links = [*(one.taker for one in reversed(endorsements)), payee, drawer]
    found: dict[str, Firm] = {}
    for firm in links:
        if firm.code not in (acceptor.code, released):
            found.setdefault(firm.code, firm)
    return tuple(found.values())
