"""A device with passkeys, as a browser speaks for it: pairs of keys, counts, and answers of any kind of fault."""

import json
from dataclasses import dataclass, field
from hashlib import sha256
from os import urandom
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

ORIGIN = "http://localhost:8000"
PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


@dataclass
class Device:
    """One pair; `origin` and `house` are what the browser says of the page that asks."""

    origin: str = ORIGIN
    house: str = "localhost"
    count: int = 0
    flags: int = PRESENT | VERIFIED
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    id: bytes = field(default_factory=lambda: urandom(32))
    user: bytes = b""

    def makes(self, options: dict[str, Any]) -> str:
        """The answer to a question for a new pair."""
        self.user = websafe_decode(options["user"]["id"])
        public = ES256.from_cryptography_key(self.key.public_key())
        told = AttestedCredentialData.create(b"\0" * 16, self.id, public)
        data = AuthenticatorData.create(sha256(self.house.encode()).digest(), self.flags | ATTESTED, self.count, told)
        response = {
            "clientDataJSON": websafe_encode(self._client("webauthn.create", options)),
            "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
        }
        return self._answer(response)

    def signs(self, options: dict[str, Any], *, counts: bool = True, kind: str = "webauthn.get") -> str:
        """The answer to a question for a signature; the count goes up by one, unless it does not."""
        self.count += 1 if counts else 0
        data = AuthenticatorData.create(sha256(self.house.encode()).digest(), self.flags, self.count)
        client = self._client(kind, options)
        signature = self.key.sign(data + client.hash, ec.ECDSA(SHA256()))
        response = {
            "clientDataJSON": websafe_encode(client),
            "authenticatorData": websafe_encode(data),
            "signature": websafe_encode(signature),
        }
        return self._answer(response | ({"userHandle": websafe_encode(self.user)} if self.user else {}))

    def _client(self, kind: str, options: dict[str, Any]) -> CollectedClientData:
        return CollectedClientData.create(kind, websafe_decode(options["challenge"]), self.origin)

    def _answer(self, response: dict[str, str]) -> str:
        named = websafe_encode(self.id)
        told = {"id": named, "rawId": named, "type": "public-key", "response": response, "clientExtensionResults": {}}
        return json.dumps(told)
