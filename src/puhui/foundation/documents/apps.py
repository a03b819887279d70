"""Tells Django of the room."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """The app behind `puhui.foundation.documents`."""

    name = "puhui.foundation.documents"
    label = "documents"
