"""Tells Django of the room."""

from django.apps import AppConfig


class LeasingConfig(AppConfig):
    """The app behind `puhui.products.leasing`."""

    name = "puhui.products.leasing"
    label = "leasing"
