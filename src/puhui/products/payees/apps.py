"""Tells Django of the room."""

from django.apps import AppConfig


class PayeesConfig(AppConfig):
    """The app behind `puhui.products.payees`."""

    name = "puhui.products.payees"
    label = "payees"
