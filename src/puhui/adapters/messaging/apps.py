"""Tells Django of the room."""

from django.apps import AppConfig


class MessagingAdapterConfig(AppConfig):
    """The app behind `puhui.adapters.messaging`."""

    name = "puhui.adapters.messaging"
    label = "messaging_adapter"
