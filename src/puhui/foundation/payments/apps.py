"""Tells Django of the room."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """The app behind `puhui.foundation.payments`."""

    name = "puhui.foundation.payments"
    label = "payments"
