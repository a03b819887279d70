"""How styles and scripts are kept for the line: compressed by gzip once, when they are collected."""

from typing import Any

from whitenoise.compress import Compressor  # type: ignore[import-untyped]  # it ships no types
from whitenoise.storage import CompressedStaticFilesStorage  # type: ignore[import-untyped]


class GzippedStaticFiles(CompressedStaticFilesStorage):  # type: ignore[misc]
    """Without brotli, which would take a tenth off the bytes and add fifteen seconds to the first start."""

    def create_compressor(self, **options: Any) -> Compressor:
        """The compressor that makes a `.gz` beside each file."""
        return Compressor(use_brotli=False, **options)
