"""How hard a law is tried: a few hundred examples each time, 2,000 with PUHUI_TEST_THOROUGH=1 (`make laws`)."""

import os
from typing import Final

THOROUGH: Final = 2000


def examples(few: int) -> int:
    """The number of examples of one law."""
    return max(few, THOROUGH) if os.environ.get("PUHUI_TEST_THOROUGH") == "1" else few
