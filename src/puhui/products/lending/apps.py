"""Tells Django of the room."""

from django.apps import AppConfig


class LendingConfig(AppConfig):
    """The app behind `puhui.products.lending`."""

    name = "puhui.products.lending"
    label = "lending"
