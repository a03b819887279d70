"""Look-up pages for notices: which kind went to whom and when; the words stay sealed."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from puhui.foundation.access.facade import ReadOnlyAdmin
from puhui.foundation.notices.models import Notice


@admin.register(Notice)
class NoticeAdmin(ReadOnlyAdmin, ModelAdmin):  # type: ignore[misc]
    """What we told whom."""

    list_display = ("created_at", "kind", "party_id", "language", "by_sms", "in_app", "read_at")
    fields = ("id", *list_display, "text_version")
    readonly_fields = ("party_id",)
    list_filter = ("kind",)
    ordering = ("-id",)
