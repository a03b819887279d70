"""Tells Django of the room."""

from django.apps import AppConfig


class CollateralConfig(AppConfig):
    """The app behind `puhui.products.collateral`."""

    name = "puhui.products.collateral"
    label = "collateral"
