"""Tells Django of the room."""

from django.apps import AppConfig


class PartyConfig(AppConfig):
    """The app behind `puhui.foundation.party`."""

    name = "puhui.foundation.party"
    label = "party"
