"""Reads the environment once (contract.md, "Environment"); a production start refuses weak or missing secrets."""

import contextlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from puhui.kernel.errors import CannotStart
from puhui.kernel.secrets import new_data_keys, new_secret

_WEAK_LENGTH = 32
DATABASES = ("postgresql", "postgres", "sqlite")
BROKERS = ("amqp", "amqps", "redis", "rediss")


class BadEnvironment(CannotStart):
    """The environment does not allow a start; the message names the variable and what to do."""


@dataclass(frozen=True, slots=True)
class Environment:
    """What the environment says, checked."""

    home: Path
    database_url: str
    is_production: bool
    secret_key: str
    data_keys: str
    policies: Path | None
    broker_url: str
    sources_url: str
    sources_token: str
    queue: str
    allowed_hosts: tuple[str, ...]
    origin: str = ""  # where staff open the workbench; empty: no passkeys
    texts_secret: str = ""  # empty: nobody may hand over text messages


def read_environment(environ: dict[str, str] | None = None) -> Environment:
    """Reads and checks the variables; in production `PUHUI_SECRET_KEY` and `PUHUI_DATA_KEYS` must be given and strong.

    Elsewhere both are made on first use and kept in the data folder, readable by its owner only.
    """
    env = dict(os.environ) if environ is None else environ
    home = Path(env.get("PUHUI_HOME") or "var").absolute()
    home.mkdir(parents=True, exist_ok=True)
    production = env.get("PUHUI_ENV", "") == "production"
    return Environment(
        home=home,
        database_url=_database(env.get("PUHUI_DATABASE_URL") or f"sqlite:///{home / 'puhui.sqlite3'}"),
        is_production=production,
        secret_key=_secret(env, home, "PUHUI_SECRET_KEY", production=production, make=new_secret),
        data_keys=_secret(env, home, "PUHUI_DATA_KEYS", production=production, make=new_data_keys),
        policies=_policies(env.get("PUHUI_POLICIES", "")),
        broker_url=_broker(env.get("PUHUI_BROKER_URL", "")),
        sources_url=_sources(env.get("PUHUI_SOURCES_URL", ""), production=production),
        sources_token=env.get("PUHUI_SOURCES_TOKEN", ""),
        queue=env.get("PUHUI_QUEUE") or "puhui",
        allowed_hosts=tuple(h for h in env.get("PUHUI_ALLOWED_HOSTS", "").split(",") if h)
        or (() if production else ("127.0.0.1", "localhost", "[::1]", "testserver")),
        origin=_origin(env, production=production),
        texts_secret=_texts_secret(env, home, production=production),
    )


def _origin(env: dict[str, str], *, production: bool) -> str:
    """Where staff open the workbench: https and a host name, as passkeys are bound to it; preset: this machine.

    A number is no name, so that it is `localhost` and not 127.0.0.1. In production without one no passkeys are offered.
    """
    given = env.get("PUHUI_ORIGIN", "").rstrip("/")
    if not given:
        return "" if production else f"http://localhost:{env.get('PUHUI_PORT') or 8000}"
    told = urlsplit(given)
    host = told.hostname or ""
    is_number = ":" in host or host.replace(".", "").isdigit()
    is_safe = told.scheme == "https" or (told.scheme == "http" and host == "localhost" and not production)
    if not is_safe or not host or is_number or f"{told.scheme}://{told.netloc}" != given or "@" in told.netloc:
        raise BadEnvironment(f"PUHUI_ORIGIN is https:// and a host name, nothing after it; not {given[:60]!r}")
    return given


def _texts_secret(env: dict[str, str], home: Path, *, production: bool) -> str:
    """What the gateway of text messages signs with; in production none is made, and a weak one is refused."""
    if production and not env.get("PUHUI_TEXTS_SECRET"):
        return ""
    return _secret(env, home, "PUHUI_TEXTS_SECRET", production=production, make=new_secret)


def _database(url: str) -> str:
    """The address of the database, of one of the two kinds that puhui is tested on."""
    scheme = url.partition("://")[0]
    if scheme not in DATABASES:
        raise BadEnvironment(f"PUHUI_DATABASE_URL begins with one of {', '.join(DATABASES)}, not {scheme[:20]!r}")
    return url


def _policies(folder: str) -> Path | None:
    """The lender's own policy folder; a name with a slip must not leave the shipped policies to decide unseen."""
    if folder and not Path(folder).is_dir():
        raise BadEnvironment(f"PUHUI_POLICIES names no folder: {folder[:200]}")
    return Path(folder).absolute() if folder else None


def _broker(url: str) -> str:
    """The address of the broker, when the Celery engine is installed and speaks its protocol; empty means none."""
    scheme = url.partition("://")[0]
    if url and scheme not in BROKERS:
        raise BadEnvironment(f"PUHUI_BROKER_URL begins with one of {', '.join(BROKERS)}, not {scheme[:20]!r}")
    if url and find_spec("celery") is None:
        raise BadEnvironment("PUHUI_BROKER_URL is set, but Celery is not installed: pip install 'puhui[celery]'")
    return url


def _sources(url: str, *, production: bool) -> str:
    """Where sources of data are asked; empty: the simulator's, or none in production."""
    allowed = ("https",) if production else ("https", "http")
    if url and url.partition("://")[0] not in allowed:
        raise BadEnvironment(
            f"PUHUI_SOURCES_URL begins with {' or '.join(allowed)}, not {url.partition('://')[0][:20]!r}"
        )
    return url


def _secret(env: dict[str, str], home: Path, name: str, *, production: bool, make: Callable[[], str]) -> str:
    given = env.get(name, "")
    if production and len(given) < _WEAK_LENGTH:
        raise BadEnvironment(
            f"{name} must be set to a secret of at least {_WEAK_LENGTH} characters (PUHUI_ENV=production); "
            "`puhui keys` makes new ones"
        )
    if given:
        return given
    kept = home / "secrets" / name.lower()
    if not kept.exists():
        kept.parent.mkdir(mode=0o700, exist_ok=True)
        part = kept.with_suffix(f".{os.getpid()}")
        part.touch(mode=0o600)
        part.write_text(make())
        with contextlib.suppress(FileExistsError):  # the first of two starters wins, and both read the same secret
            os.link(part, kept)
        part.unlink()
    return kept.read_text()
