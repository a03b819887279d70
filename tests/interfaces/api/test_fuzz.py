"""Every endpoint, with whatever the contract allows and a good deal that it does not: never a server error."""

import functools
from collections.abc import Iterator

import pytest
import schemathesis
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from hypothesis import HealthCheck, Phase, settings
from pytest_django.plugin import DjangoDbBlocker
from schemathesis.checks import not_a_server_error
from schemathesis.generation.feedback import FeedbackSources
from schemathesis.pytest._test_builder import build_operation_test
from schemathesis.python._constants.orchestrator import make_constants_value_source
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance
from tests.interfaces.api.conftest import World, made_world
from tests.saved import saved_rows

from puhui.config.wsgi import application

schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance]
WHO = ("officer", "customer", "auditor")
OPERATIONS = {operation.label: operation for operation in (found.ok() for found in schema.get_all_operations())}
FEW = settings(
    max_examples=6,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
    derandomize=True,
)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """One world for all endpoints: whatever a request changes in it is rolled back."""
    with saved_rows(django_db_blocker):
        yield made_world()


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """As Django's own test client does: the end of a request does not close the test's connection."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    cache.clear()  # how often a token has asked is counted there
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.every_row
@pytest.mark.parametrize("name", OPERATIONS)
@pytest.mark.django_db
def test_no_request_breaks_the_server(name: str, world: World) -> None:
    """Requests are thought out here: where tests are collected, each worker would do it for all operations."""

    @FEW
    def asked(case: schemathesis.Case) -> None:
        ask(case, world)

    build_operation_test(
        config=schema.config, operation=OPERATIONS[name], test_func=asked, given_kwargs={}, feedback=values()
    )()


@functools.cache
def values() -> FeedbackSources:
    """Values that our own code compares with, found once."""
    return FeedbackSources(constants_value_source=make_constants_value_source(schema))


def ask(case: schemathesis.Case, world: World) -> None:
    """Whoever asks, the answer is one of those in the contract, and never an error of the server."""
    for who in WHO:
        token = getattr(world, who).token
        response = case.call(headers={"Authorization": f"Bearer {token}"})
        case.validate_response(response, checks=CHECKS)
        if _refused_to_all(response) or (connection.vendor == "postgresql" and response.status_code != 403):
            return  # on PostgreSQL the question is only what the database makes of these values


def _refused_to_all(response: schemathesis.Response) -> bool:
    """Refused by the contract or the table of addresses, which do not know who asks."""
    if response.status_code == 405:
        return True
    return response.status_code == 422 and "errors" in response.json()
