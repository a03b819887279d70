"""The editors: texts that a lender makes its own, written in cells, checked, and published by a second person."""
