"""Tells Django of the room."""

from django.apps import AppConfig


class FacilitiesConfig(AppConfig):
    """The app behind `puhui.products.facilities`."""

    name = "puhui.products.facilities"
    label = "facilities"
