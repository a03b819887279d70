"""Tells Django of the room."""

from django.apps import AppConfig


class WorkbenchConfig(AppConfig):
    """The app behind `puhui.interfaces.workbench`."""

    name = "puhui.interfaces.workbench"
    label = "workbench"
