"""Tells Django of the room."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The app behind `puhui.foundation.ledger`."""

    name = "puhui.foundation.ledger"
    label = "ledger"
