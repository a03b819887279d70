"""The frame of every look-up page in the staff console: read only."""

from django.db.models import Model
from django.forms import Media
from django.http import HttpRequest
from unfold.paginator import InfinitePaginator


class ReadOnlyAdmin:
    """Shows rows to the roles that may look the room up; nobody adds, changes or deletes here.

    A room's admin.py puts it before unfold's: `class PartyAdmin(ReadOnlyAdmin, ModelAdmin)`. (Importing unfold's
    admin renders templates, so it cannot be imported by a facade.)
    """

    list_per_page = 50
    paginator = InfinitePaginator  # on to the next page: no count of a million rows for it
    show_full_result_count = False
    actions = None
    media = Media()  # nothing is typed here: none of the scripts for forms, 280 KB

    def has_add_permission(self, request: HttpRequest, *_: object) -> bool:
        """Never: rows come from use cases."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never: rows come from use cases."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never: what happened stays."""
        return False
