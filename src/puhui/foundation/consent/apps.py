"""Tells Django of the room."""

from django.apps import AppConfig


class ConsentConfig(AppConfig):
    """The app behind `puhui.foundation.consent`."""

    name = "puhui.foundation.consent"
    label = "consent"
