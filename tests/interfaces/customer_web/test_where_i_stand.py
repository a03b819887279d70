"""The first page of a customer: one thing to do next at every stage, promised days, queries bounded for many rows."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.interfaces.customer_web.delivery import World
from tests.interfaces.customer_web.furnished import applied, with_firm, with_loan, with_offers
from tests.interfaces.customer_web.late import with_late_loan
from tests.interfaces.customer_web.visitor import Visitor

from puhui.flows.simulation.population import MadeUpFirm
from puhui.foundation.casework.facade import answers_promised
from puhui.foundation.casework.models import Case

pytestmark = pytest.mark.django_db
MOST_QUERIES = 30


def _new(world: World, firm: MadeUpFirm, *, phone: str) -> Visitor:
    return Visitor(world, phone=phone).sign_in()


def _referred(world: World, firm: MadeUpFirm, *, phone: str) -> Visitor:
    visitor, invoices = with_firm(world, firm, phone=phone)
    return visitor.open(invoices.removesuffix("invoices/") + "apply/").apply().send("/submit/")


STAGES: list[tuple[Callable[..., Visitor], str, str]] = [
    (_new, "Find what fits you", "/products/find/"),
    (applied, "An application is not sent yet: ¥300,000.00", "/applications/"),
    (with_offers, "Your offers are here", "/offers/"),
]


@pytest.mark.parametrize(("reach", "title", "leads_to"), STAGES, ids=[title for _, title, _ in STAGES])
def test_one_thing_to_do_next(
    world: World, firms: list[MadeUpFirm], reach: Callable[..., Visitor], title: str, leads_to: str
) -> None:
    visitor = reach(world, firms[0], phone="13500135000").open("/")
    assert visitor.path == "/overview/"
    assert visitor.words().index(title) < visitor.words().index("My farm")
    assert leads_to in visitor.page.split("</section>", 1)[0]


def test_an_answer_is_promised_and_said_to_nobody_else(world: World, firms: list[MadeUpFirm]) -> None:
    visitor = _referred(world, firms[0], phone="13500135001").open("/overview/")
    assert "A person is looking at your application" in visitor.words()
    assert "We answer by" in visitor.page.split("</section>", 1)[0]
    stranger = Visitor(world, phone="13500135002").sign_in()
    ids = list(Case.objects.values_list("id", flat=True))
    assert ids
    assert set(answers_promised(visitor.actor, case_ids=ids)) == set(ids)
    assert answers_promised(stranger.actor, case_ids=ids) == {}


def test_what_runs_as_a_table_and_late_first(world: World, firms: list[MadeUpFirm]) -> None:
    owner = with_loan(world, firms[1], phone="13500135003").open("/overview/")
    loan = owner.link("/loans/")
    assert "¥300,000.00" in owner.words()
    assert "0 % repaid" in owner.page
    assert loan.startswith("/loans/")
    late, _firm, loan_id = with_late_loan(world, firms[2], phone="13500135004")
    late.open("/overview/")
    assert "A payment is late:" in late.page.split("</section>", 1)[0]
    assert f"/loans/{loan_id}/" in late.page.split("</section>", 1)[0]


def test_as_many_queries_for_many_rows(world: World, firms: list[MadeUpFirm]) -> None:
    owner = applied(world, firms[0], phone="13500135005")
    apply = owner.open("/overview/").link("/apply/")
    with CaptureQueriesContext(connection) as few:
        owner.open("/overview/")
    for amount in ("110,000", "120,000", "130,000"):
        owner.open(f"{apply}?product=working-capital").apply(amount=amount)
    with CaptureQueriesContext(connection) as many:
        owner.open("/overview/")
    assert owner.words().count("Not sent yet") == 4
    assert len(many) == len(few)
    assert len(many) <= MOST_QUERIES
