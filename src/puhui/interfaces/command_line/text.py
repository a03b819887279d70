"""`puhui text`: plays a customer's phone against the text-message service."""

import sys

import click
from django.conf import settings
from django.utils.module_loading import import_string

from puhui.flows.text_channel.answer import answer_text
from puhui.interfaces.command_line.printing import REFUSED, print_json, print_refusal
from puhui.interfaces.jobs.deliver_outbox import deliver_outbox
from puhui.interfaces.ports import current_ports
from puhui.kernel.actors import SYSTEM, Call
from puhui.kernel.errors import Refusal
from puhui.kernel.ids import new_id

OUTBOX = "puhui.adapters.messaging.embedded.demo_outbox"


@click.command(help="Sends WORDS as if they came from a customer's phone, and shows what the phone gets.")
@click.argument("words")
@click.option("--from", "phone", required=True, help="The phone number that writes.")
@click.option(
    "--id", "message_id", default="", help="The gateway's id of the message; the same again is answered once."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def command(*, words: str, phone: str, message_id: str, as_json: bool) -> None:
    """One message and its answer; what the phone got is shown in demonstrations only."""
    ports = current_ports()
    call = Call(SYSTEM, f"cli/{new_id()}", ports.clock.now(), "text")
    try:
        answered = answer_text(call, message_id=message_id or str(new_id()), phone=phone, text=words)
    except Refusal as refusal:
        print_refusal(refusal, as_json=as_json)
        sys.exit(REFUSED)
    deliver_outbox(ports, now=ports.clock.now(), most=500)
    shown = [] if settings.PUHUI_ENVIRONMENT.is_production else import_string(OUTBOX)(most=1, phone=phone)
    body = shown[0].body if shown else ""
    if as_json:
        print_json({"kind": answered.kind, "answer": body})
    else:
        click.echo(body or answered.kind)
