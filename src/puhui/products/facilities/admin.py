"""Look-up pages for facilities: work itself is done on the workbench's own pages."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from puhui.foundation.access.facade import ReadOnlyAdmin, known_values
from puhui.foundation.catalogue.facade import product_codes
from puhui.products.facilities.models import Facility, FacilityDraw


@admin.register(Facility)
class FacilityAdmin(ReadOnlyAdmin, ModelAdmin):  # type: ignore[misc]
    """Limits and how they are used."""

    list_display = ("granted_on", "holder_id", "product_code", "limit_minor", "drawn_minor", "reserved_minor", "state")
    fields = ("id", *list_display, "over_minor", "freezes", "available_until", "expires_on", "review_on", "loan_id")
    list_filter = ("state", ("product_code", known_values(product_codes)))
    ordering = ("-id",)


@admin.register(FacilityDraw)
class FacilityDrawAdmin(ReadOnlyAdmin, ModelAdmin):  # type: ignore[misc]
    """Draws of facilities."""

    list_display = ("shown_at", "facility", "amount_minor", "outstanding_minor", "purpose", "state", "drawn_on")
    fields = ("id", *list_display, "loan_id", "confirmed_at", "ended_why")
    list_filter = ("state",)
    ordering = ("-id",)
