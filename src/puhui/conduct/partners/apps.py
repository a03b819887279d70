"""Tells Django of the room."""

from django.apps import AppConfig


class PartnersConfig(AppConfig):
    """The app behind `puhui.conduct.partners`."""

    name = "puhui.conduct.partners"
    label = "partners"
