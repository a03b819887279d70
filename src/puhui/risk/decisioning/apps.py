"""Tells Django of the room."""

from django.apps import AppConfig


class DecisioningConfig(AppConfig):
    """The app behind `puhui.risk.decisioning`."""

    name = "puhui.risk.decisioning"
    label = "decisioning"
