"""Which account a reference means: its key, its stripe and its bucket."""

import hashlib

from puhui.foundation.ledger.contracts import AccountRef
from puhui.kernel.ids import BUCKETS, bucket_of

STRIPES = 16
_WIDTH = BUCKETS // STRIPES


def stripe_of(ref: AccountRef) -> int:
    """A house account has 16 stripes, each for a run of buckets; an owner's account has one."""
    return 0 if ref.owner_id else ref.bucket // _WIDTH


def account_bucket(ref: AccountRef) -> int:
    """The owner's bucket, or the first bucket of the stripe."""
    return bucket_of(ref.owner_id) if ref.owner_id else stripe_of(ref) * _WIDTH


def account_key(ref: AccountRef) -> str:
    """The account's id as 32 hex digits: the same reference names the same account everywhere, without a look-up."""
    owner = ref.owner_id.hex if ref.owner_id else ""
    segment = f"/{ref.segment}" if ref.segment and not ref.owner_id else ""
    name = f"puhui.ledger/{ref.code}/{ref.currency}/{owner}/{stripe_of(ref)}{segment}"
    raw = bytearray(hashlib.sha256(name.encode()).digest()[:16])
    raw[6] = raw[6] & 0x0F | 0x80  # a UUIDv8 (RFC 9562, section 5.8): the bits are ours
    raw[8] = raw[8] & 0x3F | 0x80
    return raw.hex()


def stripes(ref: AccountRef) -> list[str]:
    """The keys of all stripes of a house account, or the one key of an owner's account."""
    if ref.owner_id:
        return [account_key(ref)]
    return [account_key(AccountRef(ref.code, None, ref.currency, n * _WIDTH, ref.segment)) for n in range(STRIPES)]
