"""The public price list: by region, before anybody signs in."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from puhui.flows.price_list import price_list
from puhui.foundation.regions.facade import RegionUnknown, atlas
from puhui.interfaces.customer_web.fields import region_names
from puhui.interfaces.customer_web.frame import open_page, page, the_day


@require_GET
@open_page
def prices(request: HttpRequest) -> HttpResponse:
    """What each product costs; `?region=` says where."""
    asked, on, wrong = request.GET.get("region", "").strip()[:120], the_day(), None
    language = get_language() or "en"
    try:
        found = price_list(on=on, region=asked)
    except RegionUnknown as refusal:
        wrong, found = refusal, price_list(on=on)
    place = atlas().path(found.region, language=language) if found.region else ""
    context = {"found": found, "asked": place or asked, "place": place, "wrong": wrong, "names": region_names(language)}
    return page(request, "prices", context, status=422 if wrong else 200)
