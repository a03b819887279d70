"""Look-up pages for origination: applications, offers, proofs that a sheet was shown, contracts."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from puhui.foundation.access.facade import ReadOnlyAdmin, known_values
from puhui.foundation.catalogue.facade import product_codes
from puhui.products.origination.contracts import ApplicationState
from puhui.products.origination.models import Application, Contract, DisplayProof, Offer


@admin.register(Application)
class ApplicationAdmin(ReadOnlyAdmin, ModelAdmin):  # type: ignore[misc]
    """What was asked for, and what came of it."""

    list_display = ("started_at", "product_code", "amount_minor", "term_months", "state", "decided_on", "firm_id")
    fields = ("id", *list_display, "method", "purpose", "decision_id", "case_id", "was_reviewed", "reasons")
    list_filter = (("state", known_values(lambda: ApplicationState)), ("product_code", known_values(product_codes)))
    ordering = ("-id",)


@admin.register(Offer)
class OfferAdmin(ReadOnlyAdmin, ModelAdmin):  # type: ignore[misc]
    """Terms with their cost sheet."""

    list_display = ("made_at", "n", "amount_minor", "annual_rate_pct", "all_in_cost_pct", "state", "valid_until")
    fields = ("id", "application_id", *list_display, "label", "sheet_hash", "cost_sheet")
    readonly_fields = ("application_id",)
    list_filter = ("state",)
    ordering = ("-id",)


@admin.register(DisplayProof)
class DisplayProofAdmin(ReadOnlyAdmin, ModelAdmin):  # type: ignore[misc]
    """Which sheet was on whose screen, and for how long."""

    list_display = ("shown_at", "language", "seconds_shown", "seconds_measured", "confirmed_at", "channel")
    fields = ("id", "offer_id", "shown_to", *list_display, "sheet_hash", "product_version")
    readonly_fields = ("offer_id",)
    ordering = ("-id",)


@admin.register(Contract)
class ContractAdmin(ReadOnlyAdmin, ModelAdmin):  # type: ignore[misc]
    """What was signed; its text is kept encrypted in documents."""

    list_display = ("number", "state", "language", "prepared_at", "signed_at", "loan_id")
    fields = ("id", "application_id", "offer_id", *list_display, "sha256", "signed_by", "signed_through")
    readonly_fields = ("application_id", "offer_id")
    list_filter = ("state",)
    ordering = ("-id",)
