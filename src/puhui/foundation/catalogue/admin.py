"""Look-up pages for the catalogue: which product versions were used, with their hashes."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from puhui.foundation.access.facade import ReadOnlyAdmin
from puhui.foundation.catalogue.models import PublishedVersion


@admin.register(PublishedVersion)
class PublishedVersionAdmin(ReadOnlyAdmin, ModelAdmin):  # type: ignore[misc]
    """A version that was used once is never edited."""

    list_display = ("code", "version", "first_used_at", "digest")
    fields = ("id", *list_display)
    ordering = ("code", "version")
