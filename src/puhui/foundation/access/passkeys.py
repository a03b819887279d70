"""What a passkey is asked and what its answer proves (W3C WebAuthn level 2, sections 7.1 and 7.2), by Yubico's fido2.

Address and name of the house come from the settings (`PUHUI_ORIGIN`), never from what a request says of itself.
"""

import json
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from fido2.server import Fido2Server
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

LONGEST_ANSWER: Final = 20_000
# What the library raises at an answer that is none, or does not hold.
FAULTS: Final = (ValueError, TypeError, KeyError, AttributeError, IndexError, AssertionError, NotImplementedError)
REQUIRED: Final = UserVerificationRequirement.REQUIRED
PREFERRED: Final = UserVerificationRequirement.PREFERRED


@dataclass(frozen=True, slots=True)
class NewCredential:
    """The public half of a new pair, as the device told it."""

    credential_id: str
    credential: bytes
    sign_count: int
    is_synced: bool


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature that holds: by which credential, the count that it told, and for whom the device says it is."""

    credential_id: str
    sign_count: int
    user_id: UUID | None


def origin() -> str:
    """Where staff open the workbench, scheme and host; empty: passkeys are not offered."""
    return str(settings.PUHUI_ENVIRONMENT.origin)


def registration(user_id: UUID, *, login_name: str, shown: str, known: list[bytes]) -> tuple[dict[str, Any], str]:
    """What the browser is told to make a pair with, and the challenge of it; `known`: pairs that are there already."""
    user = PublicKeyCredentialUserEntity(id=user_id.bytes, name=login_name, display_name=shown)
    options, state = _server().register_begin(
        user,
        [AttestedCredentialData(one) for one in known],
        resident_key_requirement=ResidentKeyRequirement.PREFERRED,
        user_verification=PREFERRED,
    )
    return _public(options), str(state["challenge"])


def registered(answer: str, *, challenge: str) -> NewCredential | None:
    """The new pair when the answer holds; None for every fault."""
    told = _read(answer)
    try:
        data = _server().register_complete({"challenge": challenge, "user_verification": PREFERRED}, told)
        credential = data.credential_data
        if credential is None:
            return None
        synced = bool(data.flags & data.FLAG.BE)
        return NewCredential(websafe_encode(credential.credential_id), bytes(credential), data.counter, synced)
    except FAULTS:
        return None


def question(known: list[bytes], *, verified: bool) -> tuple[dict[str, Any], str]:
    """What the browser is told to sign with one of the `known` pairs (none: any of this house), and the challenge.

    `verified`: the device must have told by finger, face or number who holds it.
    """
    options, state = _server().authenticate_begin(
        [AttestedCredentialData(one) for one in known] or None, user_verification=REQUIRED if verified else PREFERRED
    )
    return _public(options), str(state["challenge"])


def answered_by(answer: str) -> str:
    """The id of the credential that an answer names; nothing is proved by it."""
    named = _read(answer).get("rawId")
    return named[:1400] if isinstance(named, str) else ""


def signed(answer: str, *, challenge: str, credential: bytes, verified: bool) -> Signed | None:
    """The signature when it holds for this credential and challenge; None for every fault."""
    told = _read(answer)
    state = {"challenge": challenge, "user_verification": REQUIRED if verified else PREFERRED}
    try:
        used = _server().authenticate_complete(state, [AttestedCredentialData(credential)], told)
        response = AuthenticationResponse.from_dict(told).response
        handle = response.user_handle
        return Signed(
            websafe_encode(used.credential_id),
            response.authenticator_data.counter,
            UUID(bytes=handle) if handle else None,
        )
    except FAULTS:
        return None


def _server() -> Fido2Server:
    house = origin()
    name = PublicKeyCredentialRpEntity(id=urlsplit(house).hostname or "", name="puhui")
    return Fido2Server(name, verify_origin=lambda told: bool(house) and told == house)


def _public(options: Any) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(json.dumps(dict(options)))["publicKey"]
    return made


def _read(answer: str) -> dict[str, Any]:
    if not isinstance(answer, str) or len(answer) > LONGEST_ANSWER:
        return {}
    try:
        told = json.loads(answer)
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}
