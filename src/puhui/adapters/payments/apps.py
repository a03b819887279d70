"""Tells Django of the room."""

from django.apps import AppConfig


class PaymentsAdapterConfig(AppConfig):
    """The app behind `puhui.adapters.payments`."""

    name = "puhui.adapters.payments"
    label = "payments_adapter"
