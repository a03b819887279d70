"""Tells Django of the room."""

from django.apps import AppConfig


class CustomerWebConfig(AppConfig):
    """The app behind `puhui.interfaces.customer_web`."""

    name = "puhui.interfaces.customer_web"
    label = "customer_web"
