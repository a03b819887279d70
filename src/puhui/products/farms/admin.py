"""Look-up pages for farms; nothing is changed here."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from puhui.foundation.access.facade import ReadOnlyAdmin
from puhui.products.farms.models import Backer, FarmFact, Meeting, Plot, SavingsMove, Tranche


@admin.register(Plot)
class PlotAdmin(ReadOnlyAdmin, ModelAdmin):  # type: ignore[misc]
    """Plots."""

    list_display = ("id", "party_id", "crop", "area_mu", "tenure", "right_until", "origin", "ended_at")
    list_filter = ("crop", "tenure", "origin")
    ordering = ("-id",)


@admin.register(FarmFact)
class FarmFactAdmin(ReadOnlyAdmin, ModelAdmin):  # type: ignore[misc]
    """Statements about farms."""

    list_display = ("on", "party_id", "name", "value", "origin", "evidence")
    list_filter = ("name", "origin")
    ordering = ("-id",)


@admin.register(Backer)
class BackerAdmin(ReadOnlyAdmin, ModelAdmin):  # type: ignore[misc]
    """Village lists and limits of cooperatives."""

    list_display = ("id", "kind", "group_id", "limit_minor", "used_minor", "valid_until", "state")
    list_filter = ("kind", "state")
    ordering = ("-id",)


@admin.register(Meeting)
class MeetingAdmin(ReadOnlyAdmin, ModelAdmin):  # type: ignore[misc]
    """Meetings of joint-liability groups."""

    list_display = ("on", "group_id", "n", "place", "state", "cash_minor")
    list_filter = ("state",)
    ordering = ("-id",)


@admin.register(SavingsMove)
class SavingsMoveAdmin(ReadOnlyAdmin, ModelAdmin):  # type: ignore[misc]
    """Movements of savings."""

    list_display = ("on", "group_id", "amount_minor", "meeting_id", "loan_id")
    ordering = ("-id",)


@admin.register(Tranche)
class TrancheAdmin(ReadOnlyAdmin, ModelAdmin):  # type: ignore[misc]
    """Parts of seasonal loans."""

    list_display = ("loan_id", "n", "crop", "stage", "amount_minor", "opens_on", "closes_on", "state")
    list_filter = ("crop", "state")
    ordering = ("-id",)
