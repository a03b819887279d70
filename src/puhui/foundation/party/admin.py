"""Look-up pages for parties: masked values only; unmasking is an action of its own, with a purpose."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from puhui.foundation.access.facade import ReadOnlyAdmin, unseal
from puhui.foundation.party.contracts import PartyKind
from puhui.foundation.party.models import (
    ContactPoint,
    Party,
    PartyGroup,
    PartyRelation,
    PartyRole,
    PersonalDataAccess,
    RelationStep,
    RiskTag,
)
from puhui.foundation.party.rules import masked_name, masked_phone, masked_resident_id


@admin.register(Party)
class PartyAdmin(ReadOnlyAdmin, ModelAdmin):  # type: ignore[misc]
    """Persons masked; organisations as in the public register."""

    list_display = ("id", "kind", "shown_name", "shown_number", "region", "industry", "created_at")
    fields = (*list_display, "language", "founded_on", "sealed_with")
    readonly_fields = ("shown_name", "shown_number")
    list_filter = ("kind",)
    ordering = ("-id",)

    @admin.display(description="name")
    def shown_name(self, party: Party) -> str:
        """The name; of a person only its first character."""
        name = unseal(party.name_sealed)
        return masked_name(name) if party.kind == PartyKind.PERSON else name

    @admin.display(description="number")
    def shown_number(self, party: Party) -> str:
        """The code of an organisation, or the masked number of a person."""
        number = unseal(party.identifier_sealed)
        return masked_resident_id(number) if party.kind == PartyKind.PERSON else number


@admin.register(ContactPoint)
class ContactPointAdmin(ReadOnlyAdmin, ModelAdmin):  # type: ignore[misc]
    """Masked phone numbers."""

    list_display = ("id", "party_id", "kind", "shown_value", "created_at")
    fields = list_display
    readonly_fields = ("party_id", "shown_value")
    ordering = ("-id",)

    @admin.display(description="value")
    def shown_value(self, point: ContactPoint) -> str:
        """The masked phone number."""
        return masked_phone(unseal(point.value_sealed))


@admin.register(PartyRole)
class PartyRoleAdmin(ReadOnlyAdmin, ModelAdmin):  # type: ignore[misc]
    """Who acts for whom."""

    list_display = ("person_id", "organisation_id", "role", "since_at", "ended_at")
    list_filter = ("role",)
    ordering = ("-id",)


@admin.register(RiskTag)
class RiskTagAdmin(ReadOnlyAdmin, ModelAdmin):  # type: ignore[misc]
    """Warnings on parties."""

    list_display = ("party_id", "tag", "reason", "tagged_at", "cleared_at")
    list_filter = ("tag",)
    ordering = ("-id",)


@admin.register(PersonalDataAccess)
class PersonalDataAccessAdmin(ReadOnlyAdmin, ModelAdmin):  # type: ignore[misc]
    """Who unmasked what."""

    list_display = ("at", "actor_id", "party_id", "field", "purpose")
    list_filter = ("field",)
    ordering = ("-id",)


@admin.register(PartyGroup)
class PartyGroupAdmin(ReadOnlyAdmin, ModelAdmin):  # type: ignore[misc]
    """Households, villages, cooperatives, joint-liability groups."""

    list_display = ("id", "kind", "code", "name", "region", "within_id", "made_at")
    list_filter = ("kind",)
    ordering = ("-id",)


@admin.register(PartyRelation)
class PartyRelationAdmin(ReadOnlyAdmin, ModelAdmin):  # type: ignore[misc]
    """How parties stand to each other and in groups."""

    list_display = ("kind", "subject_id", "other_id", "group_id", "standing", "since_on", "waits_for")
    list_filter = ("kind",)
    ordering = ("-id",)


@admin.register(RelationStep)
class RelationStepAdmin(ReadOnlyAdmin, ModelAdmin):  # type: ignore[misc]
    """Relations agreed to, declined, ended."""

    list_display = ("relation_id", "kind", "evidence", "by_id", "at")
    list_filter = ("kind",)
    ordering = ("-id",)
