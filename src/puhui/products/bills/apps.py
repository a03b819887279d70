"""Tells Django of the room."""

from django.apps import AppConfig


class BillsConfig(AppConfig):
    """The app behind `puhui.products.bills`."""

    name = "puhui.products.bills"
    label = "bills"
