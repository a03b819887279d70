"""Tells Django of the room."""

from django.apps import AppConfig


class FactsConfig(AppConfig):
    """The app behind `puhui.risk.facts`."""

    name = "puhui.risk.facts"
    label = "facts"
