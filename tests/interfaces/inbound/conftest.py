"""The world of the customer pages, for what comes in by itself."""

from tests.interfaces.customer_web.conftest import _messages as compiled_messages
from tests.interfaces.customer_web.conftest import firms as firms  # noqa: PLC0414
from tests.interfaces.customer_web.conftest import world as world  # noqa: PLC0414

_messages = compiled_messages
