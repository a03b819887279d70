"""Look-up pages for bills: work itself is done on the workbench's own pages."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from puhui.foundation.access.facade import ReadOnlyAdmin
from puhui.products.bills.models import AcceptorLimit, Bill


@admin.register(AcceptorLimit)
class AcceptorLimitAdmin(ReadOnlyAdmin, ModelAdmin):  # type: ignore[misc]
    """What we take of acceptors."""

    list_display = ("proposed_on", "kind", "acceptor_name", "limit_minor", "used_minor", "state", "valid_until")
    fields = ("id", *list_display, "acceptor_code", "annual_rate_pct")
    list_filter = ("kind", "state")
    ordering = ("-id",)


@admin.register(Bill)
class BillAdmin(ReadOnlyAdmin, ModelAdmin):  # type: ignore[misc]
    """Bills that were shown to us."""

    list_display = ("submitted_on", "number", "kind", "face_minor", "acceptor_name", "due_on", "state")
    fields = ("id", *list_display, "holder_id", "annual_rate_pct", "days", "interest_minor", "settled_on")
    list_filter = ("kind", "state")
    ordering = ("-id",)
