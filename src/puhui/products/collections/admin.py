"""Look-up pages for collections: work itself is done on the workbench's own pages."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from puhui.foundation.access.facade import ReadOnlyAdmin
from puhui.products.collections.models import CollectionFile, ContactAttempt, ContactHold, Outsourcer, Promise


@admin.register(ContactAttempt)
class ContactAttemptAdmin(ReadOnlyAdmin, ModelAdmin):  # type: ignore[misc]
    """Who was contacted, how, and whether it reached anybody."""

    list_display = ("at", "channel", "whom", "outcome", "is_effective", "is_automatic", "by_name", "party_id")
    fields = ("id", *list_display, "loan_id")
    list_filter = ("channel", "outcome", "is_automatic")
    ordering = ("-id",)


@admin.register(ContactHold)
class ContactHoldAdmin(ReadOnlyAdmin, ModelAdmin):  # type: ignore[misc]
    """Who was left in peace, and why."""

    list_display = ("since_at", "kind", "party_id", "until", "lifted_at")
    fields = ("id", *list_display)
    list_filter = ("kind",)
    ordering = ("-id",)


@admin.register(Promise)
class PromiseAdmin(ReadOnlyAdmin, ModelAdmin):  # type: ignore[misc]
    """What was promised, and whether it was kept."""

    list_display = ("made_on", "loan_id", "amount_minor", "due_on", "state", "paid_minor", "by_customer")
    fields = ("id", *list_display, "judged_on")
    list_filter = ("state", "by_customer")
    ordering = ("-id",)


@admin.register(CollectionFile)
class CollectionFileAdmin(ReadOnlyAdmin, ModelAdmin):  # type: ignore[misc]
    """Which loans are worked on, in which stage."""

    list_display = ("opened_on", "loan_id", "stage", "days_past_due", "late_minor", "priority", "is_open", "outcome")
    list_filter = ("stage", "is_open")
    ordering = ("-case",)


@admin.register(Outsourcer)
class OutsourcerAdmin(ReadOnlyAdmin, ModelAdmin):  # type: ignore[misc]
    """The firms that collect for the lender."""

    list_display = ("name", "evaluated_on", "result")
    ordering = ("name",)
