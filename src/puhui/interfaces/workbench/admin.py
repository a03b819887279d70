"""The look-up page of background work, in the frame of all others: its library registers one outside it."""

from django.contrib import admin
from django_tasks_db.admin import DBTaskResultAdmin
from django_tasks_db.models import DBTaskResult
from unfold.admin import ModelAdmin

from puhui.foundation.access.facade import ReadOnlyAdmin

admin.site.unregister(DBTaskResult)


@admin.register(DBTaskResult)
class BackgroundWorkAdmin(ReadOnlyAdmin, ModelAdmin, DBTaskResultAdmin):  # type: ignore[misc]
    """What was asked of the workers, and how it ended."""
