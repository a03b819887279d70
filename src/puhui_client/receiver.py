"""A receiver to try with: `python -m puhui_client.receiver --port 8765 --secret SECRET` prints what it can prove."""

import argparse
import json
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from puhui_client.webhooks import SIGNATURE, NotSigned, verified

LARGEST = 100_000


def receiver(secret: str, *, port: int, heard: Callable[[dict[str, Any]], object]) -> ThreadingHTTPServer:
    """A server on this machine that answers 204 to what is signed with the secret, and 401 to everything else."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            """Takes one message."""
            size = min(int(self.headers.get("Content-Length") or 0), LARGEST)
            try:
                heard(verified(self.rfile.read(size), self.headers.get(SIGNATURE, ""), secret=secret))
            except NotSigned as problem:
                self.send_response(401, str(problem))
            else:
                self.send_response(204)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Quiet: what counts is printed by `heard`."""

    return ThreadingHTTPServer(("127.0.0.1", port), Handler)


def main() -> None:
    """Listens until it is interrupted."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--port", type=int, default=8765)
    asked.add_argument("--secret", required=True)
    given = asked.parse_args()
    with receiver(given.secret, port=given.port, heard=lambda said: print(json.dumps(said), flush=True)) as server:
        print(f"listening on http://127.0.0.1:{server.server_port}/", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return


if __name__ == "__main__":
    main()
