"""Does what a command asks for: what is refused is printed and ends the command, what is done is told."""

import sys
from collections.abc import Callable
from typing import Any, TypeVar

import click

from puhui.interfaces.command_line.printing import REFUSED, print_json, print_refusal
from puhui.kernel.canonical import plain
from puhui.kernel.errors import Refusal

T = TypeVar("T")


def tell(act: Callable[[], object], as_json: bool) -> None:
    """Tells the answer: one JSON object, or its names and values on a line."""
    answer: dict[str, Any] = plain(done(act, as_json))
    if as_json:
        print_json(answer)
    else:
        click.echo(", ".join(f"{name} {value}" for name, value in answer.items()))


def done(act: Callable[[], T], as_json: bool) -> T:
    """The answer; a refusal is printed, and the command ends with 1."""
    try:
        return act()
    except Refusal as refusal:
        print_refusal(refusal, as_json=as_json)
        sys.exit(REFUSED)
