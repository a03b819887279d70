"""An address that only takes what a form sends shows a page with the way on, not a blank one."""

from uuid import UUID

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", [f"/bills/{UUID(int=7)}/sell/", "/choose/text/", "/sign-out/"])
@pytest.mark.parametrize(("language", "said"), [("en", "Nothing was done."), ("zh-hans", "什么都没有办。")])
def test_a_step_opened_by_its_address_says_why_and_where_to_go_on(address: str, language: str, said: str) -> None:
    answer = Client(headers={"accept-language": language}).get(address)
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert said in answer.content.decode()
    assert 'href="/"' in answer.content.decode()


def test_a_program_gets_the_refusal_of_programs() -> None:
    answer = Client().get("/api/v1/decisions/")
    assert answer.status_code == 405
    assert b"<html" not in answer.content
