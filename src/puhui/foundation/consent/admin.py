"""Look-up pages for consents; read only."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from puhui.foundation.access.facade import ReadOnlyAdmin
from puhui.foundation.consent.models import Consent


@admin.register(Consent)
class ConsentAdmin(ReadOnlyAdmin, ModelAdmin):  # type: ignore[misc]
    """What parties allowed."""

    list_display = ("party_id", "purpose", "scope", "text_version", "given_at", "until", "withdrawn_at")
    fields = (*list_display, "given_by", "withdrawn_by", "text_digest")
    readonly_fields = ("party_id",)
    list_filter = ("purpose",)
    ordering = ("-id",)
