"""Tells Django of the room."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """The app behind `puhui.foundation.notices`."""

    name = "puhui.foundation.notices"
    label = "notices"
