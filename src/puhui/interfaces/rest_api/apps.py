"""Tells Django of the room."""

from django.apps import AppConfig


class RestApiConfig(AppConfig):
    """The app behind `puhui.interfaces.rest_api`."""

    name = "puhui.interfaces.rest_api"
    label = "rest_api"
