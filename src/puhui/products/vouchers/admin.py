"""Look-up pages for vouchers: work itself is done on the workbench's own pages."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from puhui.foundation.access.facade import ReadOnlyAdmin
from puhui.products.vouchers.models import Program, Purchase, Voucher


@admin.register(Program)
class ProgramAdmin(ReadOnlyAdmin, ModelAdmin):  # type: ignore[misc]
    """What issuers may owe by voucher."""

    list_display = ("proposed_on", "issuer_id", "limit_minor", "used_minor", "buying_limit_minor", "state")
    fields = ("id", *list_display, "bought_minor", "annual_rate_pct", "valid_until")
    list_filter = ("state",)
    ordering = ("-id",)


@admin.register(Voucher)
class VoucherAdmin(ReadOnlyAdmin, ModelAdmin):  # type: ignore[misc]
    """What was promised."""

    list_display = ("number", "issuer_id", "supplier_id", "amount_minor", "due_on", "state")
    fields = ("id", *list_display, "payable", "pays_on", "parts")
    list_filter = ("state",)
    ordering = ("-id",)


@admin.register(Purchase)
class PurchaseAdmin(ReadOnlyAdmin, ModelAdmin):  # type: ignore[misc]
    """What we bought."""

    list_display = ("asked_on", "voucher", "seller_id", "face_minor", "interest_minor", "ends_on", "state")
    fields = ("id", *list_display, "annual_rate_pct", "days", "all_in_pct", "is_with_recourse")
    list_filter = ("state",)
    ordering = ("-id",)
