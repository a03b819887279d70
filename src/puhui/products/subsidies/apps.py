"""Tells Django of the room."""

from django.apps import AppConfig


class SubsidiesConfig(AppConfig):
    """The app behind `puhui.products.subsidies`."""

    name = "puhui.products.subsidies"
    label = "subsidies"
