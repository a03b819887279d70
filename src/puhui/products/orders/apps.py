"""Tells Django of the room."""

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """The app behind `puhui.products.orders`."""

    name = "puhui.products.orders"
    label = "orders"
