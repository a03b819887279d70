"""What is known of the customer: from whom, since when, until when, who looked; correcting it; taking it along."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods

from puhui.flows.correct_what_is_known import CorrectionAsked, ask_correction
from puhui.flows.what_is_known import own_profile, profile_csv, profile_json
from puhui.foundation.party.facade import home_date, party_card
from puhui.foundation.sources.facade import answer_content, source_definition, source_definitions
from puhui.interfaces.customer_web.forms import CorrectionForm
from puhui.interfaces.customer_web.frame import call_of, go, language_of, page, personal_page
from puhui.interfaces.customer_web.languages import recorded_in
from puhui.interfaces.known_words import content_text, in_words
from puhui.interfaces.ports import current_ports
from puhui.kernel.actors import SYSTEM_ID, Actor
from puhui.kernel.errors import InvalidInput, NotFound


@require_GET
@personal_page
def known(request: HttpRequest, actor: Actor, party_id: UUID) -> HttpResponse:
    """Everything that is known of the customer or of a firm they act for."""
    now = current_ports().clock.now()
    profile = own_profile(actor, party_id=party_id, at=now)
    sources = source_definitions(on=home_date(now))
    held = in_words(profile, sources=sources, language=get_language() or "en")
    context = {
        "here": "my_data",
        "card": party_card(actor, party_id=party_id),
        "held": [one for one in held if one.answer_id or any(f.is_known for f in one.facts)],
        "silent": [one for one in held if not one.answer_id and not any(f.is_known for f in one.facts)],
        "corrections": [
            {"one": c, "title": sources[c.source].title.text, "what": _field_name(c.source, c.field, profile.at)}
            for c in profile.corrections
        ],
        "readings": [
            {
                "line": r,
                "is_decision": r.actor_id == SYSTEM_ID and r.purpose.startswith("decision "),
                "titles": [sources[s].title.text for s in r.sources if s in sources],
            }
            for r in profile.readings
        ],
    }
    return page(request, "known", context)


@require_http_methods(["GET", "POST"])
@personal_page
def correct(request: HttpRequest, actor: Actor, answer_id: UUID) -> HttpResponse:
    """One value, or one row, of an answer: what it should be, and why."""
    view, content = answer_content(actor, answer_id=answer_id)
    if content is None:
        raise NotFound("answer", where="answer_id")
    language = get_language() or "en"
    definition = source_definition(view.source, on=home_date(current_ports().clock.now()))
    asked = request.POST if request.method == "POST" else request.GET
    name, row = asked.get("field", ""), _row(asked.get("row", ""))
    field = definition.fields.get(name) if row is None else None
    rows: Any = content.get(name) if row is not None and name in definition.rows else None
    if field is None and (rows is None or row is None or row >= len(rows)):
        raise NotFound("value", where="field")
    form = CorrectionForm(request.POST or None, field=field, language=language)

    def ask(data: dict[str, Any]) -> CorrectionAsked:
        value = data["value"] if field is not None else None
        return ask_correction(
            call_of(request, actor), answer_id=answer_id, field=name, row=row, value=value, reason=data["reason"]
        )

    if request.method == "POST" and form.attempt(ask) is not None:
        return go("known", view.party_id)
    shown = (
        [(field.text, content_text(content[name], field=field, language=language))]
        if field is not None
        else [
            (column.text, content_text(rows[row].get(code), field=column, language=language))
            for code, column in definition.rows[name].items()
        ]
    )
    context = {"here": "my_data", "form": form, "shown": shown, "title": definition.title.text, "party": view.party_id}
    context |= {"field": name, "row": "" if row is None else row}
    return page(request, "correct", context, status=form.status)


@require_GET
@personal_page
def known_file(request: HttpRequest, actor: Actor, party_id: UUID, form: str) -> HttpResponse:
    """Everything as a file to take along: JSON with all contents, or CSV with the facts."""
    profile = own_profile(actor, party_id=party_id, at=current_ports().clock.now())
    if form == "json":
        response = HttpResponse(profile_json(profile), content_type="application/json")
    elif form == "csv":
        text = "\ufeff" + profile_csv(profile, language=recorded_in(language_of(request)))
        response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    else:
        raise NotFound("file")
    response.headers["Content-Disposition"] = f'attachment; filename="what-is-known.{form}"'
    return response


def _row(text: str) -> int | None:
    if text and (not text.isdecimal() or len(text) > 5):
        raise InvalidInput("row", "a whole number")
    return int(text) if text else None


def _field_name(source: str, field: str, at: Any) -> object:
    """What the corrected value is called; the source's own title for a row."""
    definition = source_definition(source, on=home_date(at))
    return definition.fields[field].text if field in definition.fields else definition.title.text
