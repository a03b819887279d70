"""How it was decided, as a customer reads it: every fact, the data, a person with a date; bad words are refused."""

from tests.interfaces.customer_web.delivery import World
from tests.interfaces.customer_web.furnished import applied

from puhui.flows.simulation.population import MadeUpFirm
from puhui.foundation.casework.models import Case


def test_a_customer_reads_how_it_was_decided_and_asks_a_person(world: World, firms: list[MadeUpFirm]) -> None:
    owner = applied(world, firms[0], phone="13700137051").send("/submit/")
    owner.open(owner.link("/explanation/"))
    for words in ("How it was decided", "What each fact counted", "VAT invoices", "Have a person explain it"):
        assert words in owner.words()
    page = owner.path
    owner.send("reason", reason="hm")
    assert "Write a little more" in owner.words()
    assert Case.objects.filter(kind="explanation").count() == 0
    owner.open(page).send("reason", reason="Why does the concentration of my buyers count so much?")
    assert "A person writes to you under Messages by" in owner.words()
    assert Case.objects.filter(kind="explanation", state="open").count() == 1
    other = applied(world, firms[1], phone="13700137052")
    assert other.client.get(page).status_code == 404
