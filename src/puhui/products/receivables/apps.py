"""Tells Django of the room."""

from django.apps import AppConfig


class ReceivablesConfig(AppConfig):
    """The app behind `puhui.products.receivables`."""

    name = "puhui.products.receivables"
    label = "receivables"
