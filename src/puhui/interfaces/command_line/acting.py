"""Who acts by a command: the person or program whose token stands in PUHUI_TOKEN."""

from puhui.foundation.access.facade import actor_by_token
from puhui.interfaces.ports import current_ports
from puhui.kernel.actors import Call
from puhui.kernel.errors import InvalidInput
from puhui.kernel.ids import new_id


def call_of(token: str) -> Call:
    """Who acts is known by name: the second person must be another one, here as everywhere."""
    now = current_ports().clock.now()
    actor = actor_by_token(token, at=now)
    if actor is None:
        raise InvalidInput("PUHUI_TOKEN", "the token of a person or program that may act is needed")
    return Call(actor, f"cli/{new_id()}", now, "command_line")
