"""Look-up pages for collateral: work itself is done on the workbench's own pages."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from puhui.foundation.access.facade import ReadOnlyAdmin
from puhui.products.collateral.models import Asset, Guarantee, Pledge, WatchEpisode


@admin.register(Asset)
class AssetAdmin(ReadOnlyAdmin, ModelAdmin):  # type: ignore[misc]
    """What is in the register."""

    list_display = ("registered_at", "kind", "description", "state", "value_minor", "valid_until", "owner_id")
    fields = ("id", *list_display, "valued_on", "right_until", "area_mu")
    list_filter = ("kind", "state")
    ordering = ("-id",)


@admin.register(Pledge)
class PledgeAdmin(ReadOnlyAdmin, ModelAdmin):  # type: ignore[misc]
    """Which thing stands behind which debt."""

    list_display = ("created_on", "debt_id", "asset", "rank", "secured_minor", "state", "perfected_on", "registration")
    fields = ("id", *list_display, "released_on")
    list_filter = ("state",)
    ordering = ("-id",)


@admin.register(Guarantee)
class GuaranteeAdmin(ReadOnlyAdmin, ModelAdmin):  # type: ignore[misc]
    """Who answers for which debt."""

    list_display = ("given_on", "debt_id", "guarantor_id", "scheme", "mode", "amount_minor", "state", "is_ring")
    fields = ("id", *list_display, "share_pct", "called_minor", "called_on")
    list_filter = ("state", "scheme", "mode")
    ordering = ("-id",)


@admin.register(WatchEpisode)
class WatchEpisodeAdmin(ReadOnlyAdmin, ModelAdmin):  # type: ignore[misc]
    """What the watch found."""

    list_display = ("began_on", "kind", "level", "ratio_bps", "subject_id", "ended_on")
    fields = ("id", *list_display)
    list_filter = ("kind", "level")
    ordering = ("-id",)
