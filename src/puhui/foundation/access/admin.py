"""Look-up pages for users, grants and tokens; read only, hashes are not shown."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from puhui.foundation.access.admin_base import ReadOnlyAdmin
from puhui.foundation.access.models import AccessGrant, ApiToken, User


@admin.register(User)
class UserAdmin(ReadOnlyAdmin, ModelAdmin):  # type: ignore[misc]
    """Who can sign in."""

    list_display = ("login_name", "display_name", "is_active", "last_login")
    fields = ("id", "login_name", "display_name", "party_id", "is_active", "last_login", "wrong_tries")
    search_fields = ("login_name", "display_name")
    ordering = ("login_name",)


@admin.register(AccessGrant)
class AccessGrantAdmin(ReadOnlyAdmin, ModelAdmin):  # type: ignore[misc]
    """Who held which role, and when."""

    list_display = ("user", "role", "granted_at", "granted_by", "revoked_at", "revoked_by")
    list_select_related = ("user",)
    list_filter = ("role",)
    ordering = ("-id",)


@admin.register(ApiToken)
class ApiTokenAdmin(ReadOnlyAdmin, ModelAdmin):  # type: ignore[misc]
    """Which programs may come in."""

    list_display = ("name", "roles", "party_id", "made_at", "expires_at", "revoked_at")
    fields = ("id", "name", "roles", "party_id", "made_by", "made_at", "expires_at", "revoked_at")
    ordering = ("-id",)
