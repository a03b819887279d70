"""Look-up pages for loans, their events and mandates: work itself is done on the workbench's own pages."""

from typing import get_args

from django.contrib import admin
from unfold.admin import ModelAdmin

from puhui.finmath.loans.events import EventKind
from puhui.foundation.access.facade import ReadOnlyAdmin, known_values
from puhui.foundation.catalogue.facade import product_codes
from puhui.products.lending.models import DayCloseStep, Loan, LoanChange, LoanEvent, Mandate
from puhui.products.lending.rules.changes import CHANGE_KINDS

OWN_KINDS = ("disbursed", "disbursement_refused", "line_opened")  # events of a loan that its engine does not replay


@admin.register(Loan)
class LoanAdmin(ReadOnlyAdmin, ModelAdmin):  # type: ignore[misc]
    """Which loans there are."""

    list_display = ("id", "opened_on", "state", "product_code", "principal_minor", "annual_rate_pct", "disbursed_on")
    list_filter = ("state", ("product_code", known_values(product_codes)))
    ordering = ("-id",)


@admin.register(LoanEvent)
class LoanEventAdmin(ReadOnlyAdmin, ModelAdmin):  # type: ignore[misc]
    """What happened to loans."""

    list_display = ("recorded_at", "loan_id", "n", "on", "kind", "amount_minor", "effect", "booked_on")
    list_filter = (("kind", known_values(lambda: (*get_args(EventKind), *OWN_KINDS))),)
    ordering = ("-id",)


@admin.register(LoanChange)
class LoanChangeAdmin(ReadOnlyAdmin, ModelAdmin):  # type: ignore[misc]
    """Changes of running loans that were proposed, and how they ended."""

    list_display = ("proposed_on", "loan_id", "kind", "state", "proposed_by_name", "confirmed_by_name", "ended_at")
    list_filter = ("state", ("kind", known_values(lambda: CHANGE_KINDS)))
    ordering = ("-id",)


@admin.register(Mandate)
class MandateAdmin(ReadOnlyAdmin, ModelAdmin):  # type: ignore[misc]
    """Who let us collect."""

    list_display = ("loan_id", "given_at", "revoked_at")
    ordering = ("-id",)


@admin.register(DayCloseStep)
class DayCloseStepAdmin(ReadOnlyAdmin, ModelAdmin):  # type: ignore[misc]
    """What each part of a day close came to."""

    list_display = ("business_date", "step", "bucket", "status", "items", "checksum", "done_at")
    list_filter = ("step", "status")
    ordering = ("-business_date", "step", "bucket")
