"""The watch of decisions: how it stands, how each measure went, and whether groups are treated alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from puhui.interfaces.workbench.frame import actor_from, page, staff_page
from puhui.interfaces.workbench.watch_lines import Line, line_of
from puhui.kernel.actors import Actor
from puhui.kernel.dates import parse_date
from puhui.risk.decisioning.facade import protected_attributes
from puhui.risk.monitoring.facade import (
    KINDS,
    WORST_FIRST,
    Level,
    MeasureKind,
    MeasureView,
    episodes,
    known_measure,
    last_watched,
    measures_on,
    series_of,
    watch_policy,
)

Chart = tuple[MeasureKind, MeasureView, Line]
ON_FIRST_PAGE = ("score_psi", "score_mean", "approval", "bad_rate")
DAYS = 180


@dataclass(frozen=True, slots=True)
class Light:
    """How a measure stands: the worst of its values, and how many there are."""

    kind: MeasureKind
    worst: MeasureView
    values: int
    beyond: int


@require_GET
@staff_page("monitoring")
def overview(request: HttpRequest) -> HttpResponse:
    """A light for every measure, the alarms that are on, and the course of the chief ones."""
    actor, on = actor_from(request), _day(request)
    product, model = request.GET.get("product", ""), request.GET.get("model", "")
    found = measures_on(actor, on=on, product_code=product, model=model) if on else []
    segments = sorted({(m.product_code, m.model) for m in found if m.product_code})
    return page(
        request,
        "watch",
        _("Watch of decisions"),
        on=on,
        product=product,
        model=model,
        segments=segments,
        products=sorted({code for code, _model in segments}),
        models=sorted({name for _code, name in segments}),
        lights=lights(found),
        kinds=KINDS,
        alarms=episodes(actor, open_only=True, most=50),
        charts=[chart for segment in segments[:3] for chart in _charts(actor, segment, until=on) if on],
    )


@require_GET
@staff_page("monitoring")
def measure(request: HttpRequest, name: str) -> HttpResponse:
    """One measure: what it means, its limits, its course, and the values of every segment and part on the day."""
    actor, on, kind = actor_from(request), _day(request), KINDS[known_measure(name)]
    rows = measures_on(actor, on=on, names=[name]) if on else []
    rows.sort(key=lambda m: (WORST_FIRST.index(m.level), -abs(m.value), m.subject))
    chosen = _chosen(request, rows)
    series = _series(actor, chosen, until=on) if on and chosen else []
    limits = watch_policy(on).limits[name] if on else None
    return page(
        request,
        "watch_measure",
        str(kind.text.zh if request.LANGUAGE_CODE.startswith("zh") else kind.text.en),
        kind=kind,
        on=on,
        rows=[(row, _link(row)) for row in rows],
        chosen=chosen,
        line=line_of(series),
        series=list(reversed(series)),
        limits=limits,
    )


@require_GET
@staff_page("monitoring")
def fairness(request: HttpRequest) -> HttpResponse:
    """Each protected attribute with its groups side by side, and what tells of them."""
    actor, on = actor_from(request), _day(request)
    names = ("approval_ratio", "price_gap", "group_bad_rate", "proxy")
    found = measures_on(actor, on=on, names=names) if on else []
    listed = protected_attributes(on or date.max)
    return page(
        request,
        "watch_fairness",
        _("Fairness by group"),
        on=on,
        listed=listed,
        attributes=[(attribute, _of_attribute(found, attribute.name)) for attribute in listed.protected],
        kinds=KINDS,
    )


def lights(found: Sequence[MeasureView]) -> list[Light]:
    """The worst value of each measure, in the order of the measures."""
    return [
        Light(kind, min(mine, key=_badness), len(mine), sum(m.level in (Level.WARN, Level.STOP) for m in mine))
        for name, kind in KINDS.items()
        if (mine := [m for m in found if m.measure == name])
    ]


def _badness(one: MeasureView) -> tuple[int, float]:
    return (WORST_FIRST.index(one.level), -abs(float(one.value)))


def _of_attribute(found: Sequence[MeasureView], name: str) -> list[tuple[MeasureView, str]]:
    return [(m, _link(m)) for m in found if m.subject.startswith(f"{name}:")]


def _charts(
    actor: Actor, segment: tuple[str, str], *, until: date | None
) -> list[tuple[MeasureKind, MeasureView, Line]]:
    charts = []
    for name in ON_FIRST_PAGE:
        subject = "6m" if name == "bad_rate" else ""
        series = _course(actor, name, subject, segment, until=until) if until else []
        if line := line_of(series):
            charts.append((KINDS[name], series[-1], line))
    return charts


def _course(actor: Actor, name: str, subject: str, segment: tuple[str, str], *, until: date) -> list[MeasureView]:
    product, model = segment
    return series_of(actor, measure=name, subject=subject, product_code=product, model=model, until=until, days=DAYS)


def _series(actor: Actor, one: MeasureView, *, until: date) -> list[MeasureView]:
    return _course(actor, one.measure, one.subject, (one.product_code, one.model), until=until)


def _chosen(request: HttpRequest, rows: Sequence[MeasureView]) -> MeasureView | None:
    """The row that the address names, else the worst."""
    asked = {name: request.GET[name] for name in ("subject", "product", "model") if name in request.GET}
    fits = [row for row in rows if _names(row).items() >= asked.items()]
    return fits[0] if fits else None


def _names(row: MeasureView) -> Mapping[str, str]:
    return {"subject": row.subject, "product": row.product_code, "model": row.model}


def _link(row: MeasureView) -> str:
    asked = urlencode({**_names(row), "on": row.on.isoformat()})
    return f"{reverse('workbench:watch_measure', args=[row.measure])}?{asked}"


def _day(request: HttpRequest) -> date | None:
    if text := request.GET.get("on"):
        return parse_date(text, where="on")
    return last_watched(actor_from(request))
