"""Look-up pages for payment orders and the answers to them."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from puhui.foundation.access.facade import ReadOnlyAdmin
from puhui.foundation.payments.models import PaymentOrder, ReceivedAnswer


@admin.register(PaymentOrder)
class PaymentOrderAdmin(ReadOnlyAdmin, ModelAdmin):  # type: ignore[misc]
    """What the bank was asked for."""

    list_display = ("requested_at", "direction", "purpose", "amount_minor", "currency", "state", "reason", "subject_id")
    list_filter = ("state", "direction", "purpose")
    ordering = ("-requested_at", "-id")


@admin.register(ReceivedAnswer)
class ReceivedAnswerAdmin(ReadOnlyAdmin, ModelAdmin):  # type: ignore[misc]
    """What the bank answered."""

    list_display = ("received_at", "order_id", "outcome", "reason", "bank_reference", "answered_at")
    list_filter = ("outcome",)
    ordering = ("-id",)
