"""puhui: a platform for inclusive finance, one storey a folder (docs/concepts/architecture.md)."""

__version__ = "0.1.0"
