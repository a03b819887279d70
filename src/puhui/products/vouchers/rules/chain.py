"""The chain of a part: each is sealed over the one it came from, and is no more than that."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Final, NamedTuple
from uuid import UUID

PURPOSE: Final = "voucher part"
Sign = Callable[[str], str]


class Link(NamedTuple):
    """A part as it was sealed."""

    id: UUID
    voucher_id: UUID
    parent_id: UUID | None
    place: int
    depth: int
    holder_id: UUID
    amount_minor: int
    kind: str
    made_on: date
    seal: str


def sealed_text(link: Link, *, before: str) -> str:
    """What the seal of a part is over: the seal of the part before it, and everything that the part says."""
    told = (link.id, link.voucher_id, link.parent_id, link.place, link.depth, link.holder_id, link.amount_minor)
    return "|".join((before, *map(str, told), link.kind, link.made_on.isoformat()))


def sealed(link: Link, *, before: str, sign: Sign) -> Link:
    """The part with its seal."""
    return link._replace(seal=sign(sealed_text(link, before=before)))


def chain_fault(links: Sequence[Link], *, issued_minor: int, sums: Mapping[UUID, int], sign: Sign) -> str:
    """What is wrong with a chain from the first part to a living one; empty when it holds.

    `sums`: what the parts that came of each part add up to.
    """
    if not links or links[0].parent_id is not None or links[0].amount_minor != issued_minor:
        return "the chain does not begin with the amount that was issued"
    before = ""
    for depth, link in enumerate(links):
        if link.depth != depth or sign(sealed_text(link, before=before)) != link.seal:
            return f"the seal of link {depth} does not hold"
        before = link.seal
    for parent, child in pairwise(links):
        if child.parent_id != parent.id or child.voucher_id != parent.voucher_id:
            return f"link {child.depth} does not follow from the one before it"
        if sums.get(parent.id) != parent.amount_minor:
            return f"the parts of link {parent.depth} do not add up to it"
    return ""
