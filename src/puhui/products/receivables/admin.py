"""Look-up pages for receivables: work itself is done on the workbench's own pages."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from puhui.foundation.access.facade import ReadOnlyAdmin
from puhui.products.receivables.models import Receivable, TradeLimit


@admin.register(Receivable)
class ReceivableAdmin(ReadOnlyAdmin, ModelAdmin):  # type: ignore[misc]
    """What was bought."""

    list_display = ("invoice_no", "seller_id", "debtor_id", "face_minor", "outstanding_minor", "due_on", "state")
    fields = ("id", *list_display, "reserve_left_minor", "claim_left_minor", "allowance_minor", "funded_on")
    list_filter = ("state", "with_recourse")
    ordering = ("-id",)


@admin.register(TradeLimit)
class TradeLimitAdmin(ReadOnlyAdmin, ModelAdmin):  # type: ignore[misc]
    """Limits of sellers and debtors."""

    list_display = ("party_id", "side", "limit_minor", "used_minor", "valid_until", "product_code", "granted_by_name")
    fields = ("id", *list_display, "annual_rate_pct", "payment_days", "reason")
    list_filter = ("side",)
    ordering = ("-id",)
