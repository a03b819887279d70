"""Tells Django of the room."""

from django.apps import AppConfig


class CollectionsConfig(AppConfig):
    """The app behind `puhui.products.collections`."""

    name = "puhui.products.collections"
    label = "collections"
