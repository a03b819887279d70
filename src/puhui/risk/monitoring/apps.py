"""Tells Django of the room."""

from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    """The app behind `puhui.risk.monitoring`."""

    name = "puhui.risk.monitoring"
    label = "monitoring"
