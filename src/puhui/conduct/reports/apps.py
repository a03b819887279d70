"""Tells Django of the room."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """The app behind `puhui.conduct.reports`."""

    name = "puhui.conduct.reports"
    label = "reports"
