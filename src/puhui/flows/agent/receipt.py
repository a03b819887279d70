"""The receipt of what was filled in at a service point: lines for 58 mm paper, with a code that shows it is ours."""

import unicodedata
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from puhui.foundation.access.facade import keyed_hash, same
from puhui.kernel.actors import SYSTEM
from puhui.kernel.errors import NotFound
from puhui.products.origination.facade import ApplicationView, application

COLUMNS: Final = 32  # of plain letters on 58 mm paper; a Chinese character takes two
CODE_LENGTH: Final = 12


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was confirmed, and the code that only we can make for it."""

    application: ApplicationView
    code: str


def receipt_of(shown: ApplicationView) -> Receipt:
    """The receipt of an application that its customer confirmed; there is none for a draft."""
    if shown.submitted_at is None:
        raise NotFound("receipt", where="application_id")
    said = f"{shown.id}/{shown.amount}/{shown.term_months}/{shown.product_code}/{shown.submitted_at.isoformat()}"
    mark = keyed_hash("receipt", said)[:CODE_LENGTH].upper()
    return Receipt(shown, "-".join(mark[at : at + 4] for at in range(0, CODE_LENGTH, 4)))


def genuine_receipt(*, application_id: UUID, code: str) -> Receipt | None:
    """The receipt with this number, when the code is the one that we made for it. No rights: who holds it may ask."""
    try:
        found = receipt_of(application(SYSTEM, application_id))
    except NotFound:
        return None
    given = "".join(one for one in code.upper() if one.isalnum())
    return found if same(given, found.code.replace("-", "")) else None


def wrapped(text: str, *, columns: int = COLUMNS) -> list[str]:
    """The text in lines that fit the paper."""
    lines, line, width = [], "", 0
    for one in text:
        wide = 2 if unicodedata.east_asian_width(one) in "WF" else 1
        if width + wide > columns:
            lines.append(line)
            line, width = "", 0
        line, width = line + one, width + wide
    return [*lines, line]
