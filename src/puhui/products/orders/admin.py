"""Look-up pages for orders: work itself is done on the workbench's own pages."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from puhui.foundation.access.facade import ReadOnlyAdmin
from puhui.products.orders.models import PurchaseOrder


@admin.register(PurchaseOrder)
class PurchaseOrderAdmin(ReadOnlyAdmin, ModelAdmin):  # type: ignore[misc]
    """Orders of buyers."""

    list_display = ("number", "seller_id", "buyer_id", "amount_minor", "paid_minor", "pay_by", "state")
    fields = ("id", *list_display, "loan_id", "confirmed_on", "looks_like")
    list_filter = ("state",)
    ordering = ("-id",)
