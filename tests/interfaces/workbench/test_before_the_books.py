"""An installation whose books were never opened: its overview is there, its day is not."""

import pytest
from django.test import Client
from tests.rooms.origination.firm_at_the_door import AT

from puhui.foundation.access.facade import create_staff
from puhui.foundation.access.models import User
from puhui.kernel.actors import SYSTEM, Call

pytestmark = pytest.mark.django_db


def test_the_overview_before_the_books_are_open() -> None:
    made = create_staff(
        Call(SYSTEM, "first", AT),
        login_name="first",
        display_name="F",
        roles=["administrator"],
        password="correct horse 42",
    )
    client = Client()
    client.force_login(User.objects.get(id=made))
    assert client.get("/workbench/").status_code == 200
    assert client.get("/workbench/day/").status_code == 409
