"""Tells Django of the room."""

from django.apps import AppConfig


class FarmsConfig(AppConfig):
    """The app behind `puhui.products.farms`."""

    name = "puhui.products.farms"
    label = "farms"
