"""The whole journey by HTTP alone, as an old phone without JavaScript makes it."""

import pytest
from tests.interfaces.customer_web.delivery import World
from tests.interfaces.customer_web.visitor import Visitor

from puhui.flows.simulation.population import MadeUpFirm

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_from_first_visit_to_repayment(world: World, firms: list[MadeUpFirm], language: str) -> None:
    visitor = Visitor(world, language=language)
    firm = firms[0]
    visitor.sign_in().register(firm).consent().upload(firm)
    visitor.open(visitor.link("/apply/")).apply()
    visitor.send("/submit/")
    visitor.open(visitor.link("/offers/"))
    visitor.open(visitor.link("/offers/"))
    world.pass_seconds(60)
    visitor.send("proof")
    assert visitor.path.startswith("/contracts/"), visitor.words()
    contract = visitor.path
    visitor.send("/code/")
    visitor.send("code", code=world.code_for(visitor.phone))
    assert visitor.path.startswith("/loans/"), visitor.words()
    loan = visitor.path
    world.deliver()
    visitor.open(loan)
    visitor.open(visitor.link("/repay/")).send("amount", what="amount", amount="1000", effect="next_dues")
    visitor.send("key", button="sure")
    assert visitor.path == loan, visitor.words()
    world.deliver()
    visitor.open(loan + "history/")
    assert "1,000.00" in visitor.words()
    visitor.open(loan + "repay/").send("amount", what="pay_off")
    visitor.send("key", button="sure")
    world.deliver()
    visitor.open(loan)
    assert ("Paid off" if language == "en" else "已结清") in visitor.words()
    for path in ("/overview/", "/messages/", "/my-data/", contract):
        assert visitor.open(path).status == 200
