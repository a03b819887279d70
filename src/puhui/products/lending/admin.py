"""Look-up pages for loans, their events and mandates: work itself is done on the workbench's own pages."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from puhui.foundation.access.facade import ReadOnlyAdmin
from puhui.products.lending.models import DayCloseStep, Loan, LoanChange, LoanEvent, Mandate


@admin.register(Loan)
class LoanAdmin(ReadOnlyAdmin, ModelAdmin):  # type: ignore[misc]
    """Which loans there are."""

    list_display = ("id", "opened_on", "state", "product_code", "principal_minor", "annual_rate_pct", "disbursed_on")
    list_filter = ("state", "product_code")
    ordering = ("-id",)


@admin.register(LoanEvent)
class LoanEventAdmin(ReadOnlyAdmin, ModelAdmin):  # type: ignore[misc]
    """What happened to loans."""

    list_display = ("recorded_at", "loan_id", "n", "on", "kind", "amount_minor", "effect", "booked_on")
    list_filter = ("kind",)
    ordering = ("-id",)


@admin.register(LoanChange)
class LoanChangeAdmin(ReadOnlyAdmin, ModelAdmin):  # type: ignore[misc]
    """Changes of running loans that were proposed, and how they ended."""

    list_display = ("proposed_on", "loan_id", "kind", "state", "proposed_by_name", "confirmed_by_name", "ended_at")
    list_filter = ("state", "kind")
    ordering = ("-id",)


@admin.register(Mandate)
class MandateAdmin(ReadOnlyAdmin, ModelAdmin):  # type: ignore[misc]
    """Who let us collect."""

    list_display = ("loan_id", "given_at", "revoked_at")
    ordering = ("-id",)


@admin.register(DayCloseStep)
class DayCloseStepAdmin(ReadOnlyAdmin, ModelAdmin):  # type: ignore[misc]
    """What each part of a day close came to."""

    list_display = ("business_date", "step", "bucket", "status", "items", "checksum", "done_at")
    list_filter = ("step", "status")
    ordering = ("-business_date", "step", "bucket")
