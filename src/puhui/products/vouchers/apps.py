"""Tells Django of the room."""

from django.apps import AppConfig


class VouchersConfig(AppConfig):
    """The app behind `puhui.products.vouchers`."""

    name = "puhui.products.vouchers"
    label = "vouchers"
