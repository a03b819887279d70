"""Where the console's own look-up of records begins: the tables of the rooms that a role may look up."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from puhui.interfaces.workbench.frame import page, staff_page
from puhui.interfaces.workbench.labels import ROOM_NAMES


@require_GET
@staff_page()
def records(request: HttpRequest) -> HttpResponse:
    """The rooms with the tables that may be looked up; nothing is changed there."""
    rooms = [(ROOM_NAMES.get(app["app_label"], app["name"]), app["models"]) for app in admin.site.get_app_list(request)]
    return page(request, "records", _("Look up records"), found=rooms)
