"""A typed client of puhui's API, of the standard library only: every operation a method, every shape a TypedDict.

from puhui_client import Client
puhui = Client("https://lender.example", client_id="…", client_secret="…")
puhui.loans.list_loans(limit=10)
"""

from puhui_client.api import Client
from puhui_client.transport import PuhuiError, every

__all__ = ["Client", "PuhuiError", "every"]
