"""Clauses and contracts are written here: faults, the PDF, a second person; what was signed stays as it was."""

from collections.abc import Mapping
from datetime import timedelta

import pytest
from tests.rooms.drafts.editing import ANNA, BO, by, drafted, footprint, published, submitted
from tests.rooms.origination.firm_at_the_door import TODAY, firm_at_the_door, open_books

from puhui.flows.editors.checked import check_draft, draft_paper
from puhui.flows.editors.contracts import ClauseEditor, ContractEditor
from puhui.flows.editors.publish import publish_text
from puhui.flows.editors.write import start_text_draft, submit_text
from puhui.flows.originate_loan.request_signing_code import request_signing_code
from puhui.flows.originate_loan.sign_contract import sign_contract
from puhui.flows.print_papers import print_contract_copy
from puhui.foundation.drafts.facade import DraftFaulty, DraftFourEyes
from puhui.kernel.errors import InvalidInput
from puhui.kernel.ports import NoSigner
from puhui.products.origination.facade import (
    ContractBasis,
    clauses_on,
    contract,
    contract_clauses,
    contract_text,
    offers_of,
    template_on,
)

pytestmark = pytest.mark.django_db
TOMORROW = TODAY + timedelta(days=1)
FIRM = ContractBasis("loan", "working-capital", frozenset({"organisation"}), is_secured=False)
SECOND_LOOK = {
    "heading.zh": "冷静期",
    "heading.en": "Time to think",
    "text.zh": "{borrower}可在签署后三日内无偿解除本合同。",
    "text.en": "{borrower} may end this contract within three days of signing, free of charge.",
    "source": "house rule",
}


@pytest.fixture(autouse=True)
def books() -> None:
    open_books()


def headings(basis: ContractBasis = FIRM) -> list[str]:
    return [one.heading.en for one in contract_clauses(basis, on=TODAY)[1]]


def test_every_shipped_clause_and_contract_could_be_published_as_it_is() -> None:
    for editor in (ClauseEditor(), ContractEditor()):
        for one in editor.subjects(on=TODAY):
            document = editor.document(one.code, on=TODAY)
            assert editor.faults(one.code, document, on=TODAY) == [], one.code
            assert editor.previews(one.code, document, on=TODAY)


def test_a_new_clause_is_looked_at_as_pdf_published_and_taken_into_a_contract() -> None:
    draft_id = drafted("clause", "second-look", SECOND_LOOK)
    for language in ("zh-hans", "en"):
        paper = draft_paper(ANNA, draft_id, language=language)
        assert paper.startswith(b"%PDF")
        assert len(paper) > 10_000
    submit_text(by(ANNA), draft_id=draft_id)
    before = footprint()
    with pytest.raises(DraftFourEyes):
        publish_text(by(ANNA), draft_id=draft_id, effective_from=TODAY)
    assert footprint() == before
    publish_text(by(BO), draft_id=draft_id, effective_from=TODAY)
    assert clauses_on(TODAY)["second-look"].source == "house rule"
    assert "Time to think" not in headings()
    old, _ = contract_clauses(FIRM, on=TODAY)
    order = "\n".join((*template_on("loan", on=TODAY).clauses, "second-look"))
    assert published("contract", "loan", {"clauses": order}) == 2
    assert headings()[-1] == "Time to think"
    new, used = contract_clauses(FIRM, on=TODAY)
    assert (old.version, new.version, used[-1].used.version) == (1, 2, 1)
    assert old.digest != new.digest


def test_a_clause_stands_only_for_whom_it_is() -> None:
    for_stalls = SECOND_LOOK | {"for_persons": "person", "for_security": "unsecured"}
    published("clause", "second-look", for_stalls)
    published("contract", "loan", {"clauses": "\n".join((*template_on("loan", on=TODAY).clauses, "second-look"))})
    person = ContractBasis("loan", "working-capital", frozenset({"person"}), is_secured=False)
    secured = ContractBasis("loan", "working-capital", frozenset({"person"}), is_secured=True)
    together = ContractBasis("loan", "working-capital", frozenset({"person", "joint"}), is_secured=False)
    assert [("Time to think" in headings(one)) for one in (FIRM, person, secured, together)] == [
        False,
        True,
        False,
        True,
    ]
    assert ["Joint borrowers" in headings(one) for one in (person, together)] == [False, True]
    published("clause", "second-look", {"for_persons": "", "for_security": "", "for_products": "personal-instalment"})
    assert "Time to think" not in headings(person)


FAULTS: dict[str, tuple[Mapping[str, str], str]] = {
    "an unknown place": ({"text.en": "{colour}", "text.zh": "{colour}"}, "text.zh"),
    "places that differ": ({"text.en": "{lender} may."}, "text.en"),
    "an open brace": ({"text.zh": "{borrower"}, "text.zh"),
    "a place with a format": ({"text.zh": "{borrower:>9}"}, "text.zh"),
    "a language missing": ({"heading.en": ""}, "heading.en"),
    "no source": ({"source": ""}, "source"),
    "a product that nobody sells": ({"for_products": "yacht-loan"}, "for_products"),
    "a person that is none": ({"for_persons": "dragon"}, "for_persons"),
    "too long": ({"text.zh": "{borrower}" + "很" * 5000}, "text.zh"),
}


@pytest.mark.parametrize("name", list(FAULTS))
def test_a_fault_of_a_clause_is_told_at_its_cell_and_stops_it(name: str) -> None:
    cells, key = FAULTS[name]
    draft_id = drafted("clause", "second-look", SECOND_LOOK | cells)
    assert check_draft(ANNA, draft_id)[1].faults[0].key == key
    before = footprint()
    for act in (lambda: submit_text(by(ANNA), draft_id=draft_id), lambda: draft_paper(ANNA, draft_id, language="en")):
        with pytest.raises(DraftFaulty):
            act()
    assert footprint() == before


@pytest.mark.parametrize("clauses", ["", "the-loan", "the-loan, the-loan", "yacht"])
def test_a_contract_without_what_the_law_asks_for_is_not_sent(clauses: str) -> None:
    draft_id = drafted("contract", "loan", {"clauses": clauses})
    before = footprint()
    with pytest.raises(DraftFaulty):
        submit_text(by(ANNA), draft_id=draft_id)
    assert footprint() == before


def test_a_clause_that_went_meanwhile_stops_the_publication_of_a_contract() -> None:
    """A contract that names a clause of tomorrow cannot be in force today."""
    published("clause", "second-look", SECOND_LOOK, effective_from=TOMORROW)
    order = "\n".join((*template_on("loan", on=TODAY).clauses, "second-look"))
    draft_id = drafted("contract", "loan", {"clauses": order})
    with pytest.raises(DraftFaulty, match="no clause second-look"):
        submit_text(by(ANNA), draft_id=draft_id)


@pytest.mark.parametrize("code", ["", "A", "with space", "x" * 60, "../etc", "1st"])
def test_a_code_that_is_none_begins_nothing(code: str) -> None:
    before = footprint()
    with pytest.raises(InvalidInput):
        start_text_draft(by(ANNA), kind="clause", code=code)
    assert footprint() == before


def test_the_next_version_of_a_clause_says_where_it_stands() -> None:
    draft_id = submitted("clause", "repayment", {"text.en": "You repay by the plan below.", "text.zh": "按计划还款。"})
    assert "loan" in check_draft(ANNA, draft_id)[1].effects[0].en
    assert publish_text(by(BO), draft_id=draft_id, effective_from=TOMORROW).version == 3
    assert clauses_on(TODAY)["repayment"].version == 1
    assert clauses_on(TOMORROW)["repayment"].text.zh == "按计划还款。"


def test_a_signed_contract_keeps_the_versions_of_its_clauses_and_prints_again_the_same() -> None:
    door = firm_at_the_door()
    decided = door.applied()
    contract_id = door.accept(offers_of(door.actor, decided.application_id)[0].id)
    request_signing_code(door.call(), contract_id=contract_id)
    sign_contract(door.call(), contract_id=contract_id, code=door.last_code())
    before = contract(door.actor, contract_id)
    assert before.template is not None
    assert (before.template.id, before.template.version) == ("loan", 1)
    assert [(one.id, one.version) for one in before.clauses][:2] == [("the-loan", 1), ("use-of-the-money", 1)]
    assert {one.digest for one in before.clauses} == {one.used.digest for one in contract_clauses(FIRM, on=TODAY)[1]}

    def printed() -> bytes:
        return print_contract_copy(door.actor, contract_id=contract_id, signing=NoSigner(), at=door.at).content

    words, paper = contract_text(door.actor, contract_id), printed()
    published("clause", "repayment", {"text.en": "You repay by the plan below.", "text.zh": "按计划还款。"})
    assert contract(door.actor, contract_id) == before
    assert contract_text(door.actor, contract_id) == words
    assert printed() == paper
    again = firm_at_the_door()
    other_id = again.accept(offers_of(again.actor, again.applied().application_id)[0].id)
    other = contract(again.actor, other_id)
    assert [one.version for one in other.clauses if one.id == "repayment"] == [3]  # the files have two
    assert "按计划还款。" in contract_text(again.actor, other_id)
    assert "按计划还款。" not in words
