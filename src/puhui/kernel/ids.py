"""Time-ordered ids (UUIDv7) and the stable bucket of an owner."""

import hashlib
import os
import threading
import time
import uuid

BUCKETS = 1024
_lock = threading.Lock()
_last_ms = 0
_counter = 0


def new_id() -> uuid.UUID:
    """A UUIDv7 (RFC 9562, section 5.7): 48 bits of Unix milliseconds, a 12-bit counter, 62 random bits.

    Ids made by one process rise strictly: the counter fills `rand_a`, and borrows a millisecond when it is full.
    """
    global _last_ms, _counter
    with _lock:
        now_ms = time.time_ns() // 1_000_000
        if now_ms > _last_ms:
            _last_ms, _counter = now_ms, 0
        else:
            _counter += 1
            if _counter > 0xFFF:
                _last_ms, _counter = _last_ms + 1, 0
        high, low = _last_ms, _counter
    tail = int.from_bytes(os.urandom(8), "big") & ((1 << 62) - 1)
    return uuid.UUID(int=(high << 80) | (0x7 << 76) | (low << 64) | (0b10 << 62) | tail)


def bucket_of(owner_id: uuid.UUID) -> int:
    """The owner's bucket, 0..1023, the same for ever: the unit of sharding and of work sharing."""
    return int.from_bytes(hashlib.blake2b(owner_id.bytes, digest_size=2).digest(), "big") % BUCKETS


def derived_id(namespace: uuid.UUID, name: str) -> uuid.UUID:
    """The same id for the same name, so that a step that is repeated names the same thing (UUIDv5)."""
    return uuid.uuid5(namespace, name)
