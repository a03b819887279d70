"""Tells Django of the room."""

from django.apps import AppConfig


class OriginationConfig(AppConfig):
    """The app behind `puhui.products.origination`."""

    name = "puhui.products.origination"
    label = "origination"
