"""Look-up pages for cases: work itself is done on the pages of the queues."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from puhui.foundation.access.facade import ReadOnlyAdmin
from puhui.foundation.casework.models import Case


@admin.register(Case)
class CaseAdmin(ReadOnlyAdmin, ModelAdmin):  # type: ignore[misc]
    """Who looked at what, and how it ended."""

    list_display = ("opened_at", "kind", "state", "due_on", "owner_name", "outcome", "closed_at")
    fields = ("id", "subject", "party_id", *list_display, "reason", "proposed_by_name", "confirmed_by_name")
    list_filter = ("kind", "state")
    ordering = ("-id",)
