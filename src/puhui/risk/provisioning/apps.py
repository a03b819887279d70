"""Tells Django of the room."""

from django.apps import AppConfig


class ProvisioningConfig(AppConfig):
    """The app behind `puhui.risk.provisioning`."""

    name = "puhui.risk.provisioning"
    label = "provisioning"
