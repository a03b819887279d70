"""The page of a loan shows each part once, and its tags close where they opened."""

from datetime import timedelta
from html.parser import HTMLParser

import pytest
from tests.interfaces.workbench.institution import Institution
from tests.interfaces.workbench.test_quality import shown

from puhui.flows.score_behaviour import score_running_loans
from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import SYSTEM, Call

pytestmark = pytest.mark.django_db
CHECKED = {"div", "section", "dl", "form", "table", "details"}


class Balance(HTMLParser):
    """Which of the checked tags are open, and the first that closes out of turn."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.open += [tag] if tag in CHECKED else []

    def handle_endtag(self, tag: str) -> None:
        if tag in CHECKED and (not self.open or self.open.pop() != tag):
            self.wrong = self.wrong or f"{tag} at {self.getpos()}"


def test_each_part_once(institution: Institution) -> None:
    call = Call(SYSTEM, "behaviour", institution.world.clock.now())
    score_running_loans(call, on=business_date() + timedelta(days=1))
    text = shown(institution.client("risk_officer"), f"loans/{institution.loan_id}/")
    assert text.count("Class and stage") == text.count("How it is repaid") == 1
    balance = Balance()
    balance.feed(text)
    assert (balance.wrong, balance.open) == ("", [])
