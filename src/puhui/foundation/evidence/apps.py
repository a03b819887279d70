"""Tells Django of the room."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """The app behind `puhui.foundation.evidence`."""

    name = "puhui.foundation.evidence"
    label = "evidence"
