"""Papers that a product requires are there before an application is sent, or a contract signed; refused by name."""

import tomllib
from typing import Literal
from uuid import UUID

import pytest
from pydantic import ValidationError
from tests.interfaces.workbench.institution import footprint
from tests.rooms.origination.firm_at_the_door import TODAY, Door, firm_at_the_door
from tests.rooms.payees.shops import let_in
from tests.small_papers import PDF, PNG
from tests.stories.test_a_leased_oven import OVEN

from puhui.flows.lease_equipment.choose import choose_equipment
from puhui.flows.originate_loan.request_signing_code import request_signing_code
from puhui.flows.originate_loan.sign_contract import sign_contract
from puhui.flows.originate_loan.submit_application import submit_application
from puhui.flows.originate_loan.tasks import TaskKind, tasks_of
from puhui.flows.send_papers import PaperNeeded, PapersMissing, papers_wanted, send_paper, take_paper_back
from puhui.foundation.catalogue.facade import Product, product, product_text
from puhui.foundation.catalogue.schema.selling import DocumentRule
from puhui.kernel.money import Money
from puhui.kernel.texts import Text
from puhui.products.origination.facade import WrongState, application, offers_of

pytestmark = pytest.mark.django_db
QUOTE, PHOTO = "supplier_quote", "site_photo"


def asked(door: Door) -> UUID:
    """A bakery asks for an oven: its product requires the supplier's quotation."""
    dealer = firm_at_the_door(invoices="")
    let_in(dealer, kind="supplier", baskets=False)
    application_id = door.apply(
        product_code="equipment-lease",
        amount=Money.parse("160000.00"),
        purpose="kitchen_shop",
        payee_id=dealer.firm_id,
    )
    choose_equipment(door.call(), application_id=application_id, new=OVEN)
    return application_id


def also(monkeypatch: pytest.MonkeyPatch, *, before: Literal["sending", "contract"]) -> None:
    """The product as if its file asked for a photo of the place as well."""
    shown = product("equipment-lease", on=TODAY)
    photo = DocumentRule(code=PHOTO, text=Text(en="A photo of the place", zh="安装地点照片"), before=before)  # type: ignore[arg-type]
    changed = shown.model_copy(update={"documents": (*shown.documents, photo)})
    for module in ("send_papers", "originate_loan.tasks"):
        monkeypatch.setattr(f"puhui.flows.{module}.product_of", lambda _asked: changed)


def task(door: Door, application_id: UUID) -> tuple[bool, bool]:
    found = tasks_of(door.actor, asked=application(door.actor, application_id), at=door.at)
    return next((one.is_needed, one.is_done) for one in found if one.kind is TaskKind.PAPERS)


def sends(door: Door, application_id: UUID, kind: str) -> UUID:
    return send_paper(door.call(), application_id=application_id, kind=kind, content=PDF)


def missing(door: Door, application_id: UUID) -> list[str]:
    """What is refused by name, with nothing changed."""
    before = footprint()
    with pytest.raises(PapersMissing) as refused:
        submit_application(door.call(), application_id=application_id)
    assert footprint() == before
    assert "Papers, by photo" in refused.value.message.en
    assert all(name.zh in refused.value.message.zh for _, name in refused.value.missing)
    return [kind for kind, _ in refused.value.missing]


def test_nothing_is_sent_while_a_required_paper_is_missing_and_each_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    also(monkeypatch, before="sending")
    door = firm_at_the_door()
    application_id = asked(door)
    assert (missing(door, application_id), task(door, application_id)) == ([QUOTE, PHOTO], (True, False))
    paper_id = sends(door, application_id, QUOTE)
    assert missing(door, application_id) == [PHOTO]
    sends(door, application_id, PHOTO)
    assert task(door, application_id) == (True, True)
    take_paper_back(door.call(), paper_id=paper_id)
    assert missing(door, application_id) == [QUOTE]  # what was taken back is missing again
    sends(door, application_id, QUOTE)
    call = door.call()
    assert submit_application(call, application_id=application_id) == submit_application(
        call, application_id=application_id
    )
    with pytest.raises(WrongState):  # nothing is due later, so nothing is sent after the answer
        sends(door, application_id, "other")


def test_a_paper_before_the_contract_holds_up_the_signature_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    also(monkeypatch, before="contract")
    door = firm_at_the_door()
    application_id = asked(door)
    quote_id = sends(door, application_id, QUOTE)
    assert {one.kind: one.before for one in papers_wanted(door.actor, application_id=application_id)}[
        PHOTO
    ] == "contract"
    assert submit_application(door.call(), application_id=application_id).outcome == "approve"
    before = footprint()
    with pytest.raises(PaperNeeded):  # what it was sent with stays, until another is there
        take_paper_back(door.call(), paper_id=quote_id)
    assert footprint() == before
    send_paper(door.call(), application_id=application_id, kind=QUOTE, content=PNG)
    assert take_paper_back(door.call(), paper_id=quote_id) == quote_id
    contract_id = door.accept(offers_of(door.actor, application_id)[0].id)
    request_signing_code(door.call(), contract_id=contract_id)
    code = door.last_code()
    before = footprint()
    with pytest.raises(PapersMissing) as refused:
        sign_contract(door.call(), contract_id=contract_id, code=code)
    assert (footprint(), [kind for kind, _ in refused.value.missing]) == (before, [PHOTO])
    send_paper(door.call(), application_id=application_id, kind=PHOTO, content=PNG)
    assert sign_contract(door.call(), contract_id=contract_id, code=code).loan_id


def test_a_paper_before_payment_goes_with_a_rule_that_stops_the_payment() -> None:
    orchard = tomllib.loads(product_text("orchard-season", 2))
    assert {one["code"] for one in orchard["documents"] if one.get("before") == "payment"} == {"cover_certificate"}
    assert Product.model_validate(orchard)
    del orchard["insurance"]
    with pytest.raises(ValidationError, match="before payment"):
        Product.model_validate(orchard)
    with pytest.raises(ValidationError):
        DocumentRule.model_validate({"code": "x", "text": {"en": "x", "zh": "x"}, "before": "lunch"})
