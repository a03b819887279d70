"""The frame of every look-up page in the staff console: read only."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.admin.filters import AllValuesFieldListFilter
from django.db.models import Model
from django.forms import Media
from django.http import HttpRequest
from unfold.paginator import InfinitePaginator


class ReadOnlyAdmin:
    """Shows rows to the roles that may look the room up; nobody adds, changes or deletes here.

    A room's admin.py puts it before unfold's: `class PartyAdmin(ReadOnlyAdmin, ModelAdmin)`. (Importing unfold's
    admin renders templates, so it cannot be imported by a facade.)
    """

    list_per_page = 25  # five kilobytes a row: a first load stays under 400 KB
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


def known_values(values: Callable[[], Iterable[str]]) -> type[AllValuesFieldListFilter]:
    """A filter whose choices the program knows: no look through a million rows for which values there are.

    For `list_filter`, beside the name of its column; `values` is asked once a page.
    """

    class KnownValues(AllValuesFieldListFilter):
        """The choices as they are known."""

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.lookup_choices: Any = sorted(set(values()))

    return KnownValues
