"""Signs PDF by PAdES (ETSI EN 319 142) with a key of the data folder, and tells what a signature proves; by pyHanko.

pyHanko is the extra `sign`. In demo and development a key and a certificate are made at the first signature, and the
certificate says of itself that it is a demonstration; a production installation puts its own two files there.
"""

import importlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from puhui.kernel.errors import InvalidInput, Refusal
from puhui.kernel.ports import SignatureFound
from puhui.kernel.texts import Text

KEY, CERTIFICATE = "key.pem", "certificate.pem"
DEMO: Final = "puhui demonstration, no legal signature"
FIELD: Final = "puhui"
DEMO_LIFE: Final = timedelta(days=3650)


class SignMissing(Refusal):
    """The optional library for signatures is not installed."""

    code = "sign_missing"
    http_status = 409
    text = Text(
        en="pyHanko is not installed, so nothing is signed or proven. Install it with: pip install 'puhui[sign]'",
        zh="未安装 pyHanko，无法签署或验证，请执行：pip install 'puhui[sign]'",
    )


@dataclass(frozen=True, slots=True)
class EmbeddedSigner:
    """Implements `SigningPort`. `makes_demo`: a key and a certificate are made where there are none."""

    folder: Path
    makes_demo: bool = False

    @property
    def is_ready(self) -> bool:
        """Whether there is a key to sign with, or one will be made."""
        return self.makes_demo or (self.folder / KEY).exists()

    def sign(self, pdf: bytes, *, reason: str, at: datetime) -> bytes:
        """The file with a signature over all of it."""
        signers, fields = _pyhanko("pyhanko.sign.signers"), _pyhanko("pyhanko.sign.fields")
        writer = _pyhanko("pyhanko.pdf_utils.incremental_writer").IncrementalPdfFileWriter(BytesIO(pdf))
        if self.makes_demo and not (self.folder / KEY).exists():
            self._make_demo(at)
        signer = signers.SimpleSigner.load(str(self.folder / KEY), str(self.folder / CERTIFICATE))
        said = signers.PdfSignatureMetadata(
            field_name=FIELD, md_algorithm="sha256", reason=reason, subfilter=fields.SigSeedSubFilter.PADES
        )
        made = signers.PdfSigner(said, signer=signer).sign_pdf(writer)
        return bytes(made.getvalue())

    def verify(self, pdf: bytes) -> list[SignatureFound]:
        """What each signature of a file proves; nothing is fetched from the network."""
        reader_of = _pyhanko("pyhanko.pdf_utils.reader").PdfFileReader
        try:
            found = list(reader_of(BytesIO(pdf)).embedded_signatures)
        except Exception as problem:
            name = type(problem).__name__
            why = Text(en=f"this is no PDF that can be read ({name})", zh=f"不是可以读取的 PDF 文件（{name}）")
            raise InvalidInput("file", why) from None
        return [self._looked_at(one) for one in found]

    def _looked_at(self, signature: Any) -> SignatureFound:
        validation = _pyhanko("pyhanko.sign.validation")
        context = _pyhanko("pyhanko_certvalidator").ValidationContext(trust_roots=[], allow_fetching=False)
        status = validation.validate_pdf_signature(signature, signer_validation_context=context)
        by, whole = status.signing_cert, validation.SignatureCoverageLevel.ENTIRE_FILE
        name = str(by.subject.native.get("common_name", ""))
        own = self.folder / CERTIFICATE
        ours = own.exists() and _certificate(own).fingerprint(hashes.SHA256()) == bytes(by.sha256)
        return SignatureFound(
            by=name,
            signed_at=status.signer_reported_dt,
            is_intact=bool(status.intact and status.valid),
            is_whole=status.coverage == whole,
            is_ours=ours,
            is_demo=name == DEMO,
        )

    def _make_demo(self, at: datetime) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, DEMO)])
        usage = x509.KeyUsage(
            digital_signature=True, content_commitment=True, key_encipherment=False, data_encipherment=False,
            key_agreement=False, key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False,
        )  # fmt: skip
        made = (
            x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
            .not_valid_before(at - timedelta(days=1))
            .not_valid_after(at + DEMO_LIFE)
            .add_extension(usage, critical=True)
            .sign(key, hashes.SHA256())
        )
        form = serialization.PrivateFormat.PKCS8
        secret = key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / CERTIFICATE).write_bytes(made.public_bytes(serialization.Encoding.PEM))
        (self.folder / KEY).touch(mode=0o600)
        (self.folder / KEY).write_bytes(secret)


def _certificate(path: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(path.read_bytes())


def _pyhanko(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        raise SignMissing(where="sign") from None
