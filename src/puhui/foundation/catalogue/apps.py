"""Tells Django of the room."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """The app behind `puhui.foundation.catalogue`."""

    name = "puhui.foundation.catalogue"
    label = "catalogue"
