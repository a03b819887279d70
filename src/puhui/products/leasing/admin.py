"""Look-up page for leased things: work itself is done on the workbench's own pages."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from puhui.foundation.access.facade import ReadOnlyAdmin
from puhui.products.leasing.models import LeasedThing


@admin.register(LeasedThing)
class LeasedThingAdmin(ReadOnlyAdmin, ModelAdmin):  # type: ignore[misc]
    """What is let."""

    list_display = ("id", "kind", "maker", "model", "state", "price_minor", "accepted_on", "lessee_id")
    fields = (*list_display, "serial", "supplier_id", "loan_id", "financed_minor", "residual_minor", "insured_until")
    list_filter = ("state",)
    ordering = ("-id",)
