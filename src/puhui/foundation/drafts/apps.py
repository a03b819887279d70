"""Tells Django of the room."""

from django.apps import AppConfig


class DraftsConfig(AppConfig):
    """The app behind `puhui.foundation.drafts`."""

    name = "puhui.foundation.drafts"
    label = "drafts"
