"""The frame of every use case: one transaction, one idempotency key, one actor, one audit entry."""

import functools
import threading
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Concatenate, ParamSpec, TypeVar
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from pydantic import TypeAdapter

from puhui.foundation.evidence.contracts import BadKey, KeyReused
from puhui.foundation.evidence.models import AuditEntry, IdempotencyRecord
from puhui.foundation.evidence.written_rows import insert_row, insert_unless_there, update_row
from puhui.kernel.actors import Call
from puhui.kernel.canonical import digest
from puhui.kernel.ids import new_id

P = ParamSpec("P")
R = TypeVar("R")


_acts: dict[str, Callable[..., Any]] = {}


def use_case_verbs() -> frozenset[str]:
    """The verbs of the use cases that were loaded, as the audit log names them."""
    return frozenset(_acts)


def use_case_acts() -> Mapping[str, Callable[..., Any]]:
    """The functions behind the verbs, for the table of rights."""
    return MappingProxyType(_acts)


def use_case(
    verb: str, *, answers: type[R], subject: str = ""
) -> Callable[[Callable[Concatenate[Call, P], R]], Callable[Concatenate[Call, P], R]]:
    """Frames `act(call, *, ...)` as an outermost use case.

    `answers` is the type of the answer: a frozen dataclass, a UUID or another JSON-able type; it is stored, and given
    again when the same actor repeats the same request under the same key. The same key with another request is
    refused (`KeyReused`). `subject` names the argument or the field of the answer that the audit entry is about.
    Within a use case that is already running, the frame steps aside: the outermost one is the transaction.
    """
    adapter: TypeAdapter[R] = TypeAdapter(answers)

    def decorate(act: Callable[Concatenate[Call, P], R]) -> Callable[Concatenate[Call, P], R]:
        _acts[verb] = act

        @functools.wraps(act)
        def framed(call: Call, /, *args: P.args, **kwargs: P.kwargs) -> R:
            if transaction.get_connection().in_atomic_block and _depth.running:
                return act(call, *args, **kwargs)
            for guard in _guards(tuple(settings.PUHUI_GUARDS)):
                guard(call, verb)
            request = digest({"verb": verb, "args": args, "kwargs": kwargs})
            with transaction.atomic(), _depth:
                record = _claim_key(call, verb=verb, request=request)
                if record.answer is not None:
                    return adapter.validate_python(record.answer)
                answer = act(call, *args, **kwargs)
                record.answer = adapter.dump_python(answer, mode="json")
                update_row(record, field="answer")
                _keep_audit(call, verb=verb, request=request, subject=_subject_of(subject, answer, kwargs))
                return answer

        return framed

    return decorate


@functools.lru_cache(maxsize=4)
def _guards(names: tuple[str, ...]) -> tuple[Callable[[Call, str], None], ...]:
    """What looks at every outermost use case before it begins (`PUHUI_GUARDS`: dotted paths); each may refuse."""
    return tuple(import_string(name) for name in names)


class _Depth:
    """Tells whether a use case is already running on this thread."""

    def __init__(self) -> None:
        self._local = threading.local()

    @property
    def running(self) -> bool:
        return bool(getattr(self._local, "count", 0))

    def __enter__(self) -> None:
        self._local.count = getattr(self._local, "count", 0) + 1

    def __exit__(self, *_: object) -> None:
        self._local.count -= 1


_depth = _Depth()


def _claim_key(call: Call, *, verb: str, request: str) -> IdempotencyRecord:
    """Takes the key; gives the record with the stored answer when the same request was answered before.

    The insert waits for a transaction that holds the same key, so that two at once become one after the other.
    """
    if not 1 <= len(call.key) <= 200 or not call.key.isprintable():
        raise BadKey(where="Idempotency-Key")
    record = IdempotencyRecord(
        id=new_id(), actor_id=call.actor.id, key=call.key, verb=verb, request_digest=request, at=call.at
    )
    if insert_unless_there(record):
        return record
    kept = IdempotencyRecord.objects.get(actor_id=call.actor.id, key=call.key)
    if (kept.verb, kept.request_digest) != (verb, request):
        raise KeyReused(where="Idempotency-Key")
    return kept


def _keep_audit(call: Call, *, verb: str, request: str, subject: str) -> None:
    insert_row(
        AuditEntry(
            id=new_id(),
            at=call.at,
            actor_id=call.actor.id,
            actor_name=call.actor.name[:80],
            roles=",".join(sorted(call.actor.roles)),
            verb=verb,
            subject=subject[:100],
            channel=call.channel,
            request_digest=request,
            detail=dict(call.meta),
        )
    )


def _subject_of(subject: str, answer: object, kwargs: dict[str, Any]) -> str:
    """The id that the audit entry is about, from the arguments or from the answer."""
    value = kwargs.get(subject) if subject in kwargs else getattr(answer, subject, None)
    if value is None and isinstance(answer, UUID):
        value = answer
    return "" if value is None else str(value)
