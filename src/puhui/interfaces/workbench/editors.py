"""The editors in the workbench: texts by kind, one text, one draft with its cells, and the way to publication."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from puhui.flows.editors.checked import check_draft, draft_paper, text_seen, texts_of, words_as_catalogue
from puhui.flows.editors.kinds import EDITORS, editor_of
from puhui.flows.editors.publish import publish_text
from puhui.flows.editors.wording import WORDING
from puhui.flows.editors.write import change_cells, drop_text, return_text, start_text_draft, submit_text
from puhui.foundation.drafts.facade import text_drafts
from puhui.foundation.ledger.facade import business_date
from puhui.interfaces.workbench.acts import chosen, done_by
from puhui.interfaces.workbench.draft_forms import effective_from, revision_of, rights_on
from puhui.interfaces.workbench.frame import actor_from, call_from, done, page, said, staff_page
from puhui.kernel.errors import Forbidden, NotFound, Refusal
from puhui.kernel.texts import Text

A_PAGE = 100


@require_GET
@staff_page("drafts")
def editors(request: HttpRequest) -> HttpResponse:
    """The first editor."""
    return _list_page(request, next(iter(EDITORS)))


@require_GET
@staff_page("drafts")
def texts(request: HttpRequest, kind: str) -> HttpResponse:
    """The texts of one editor, and its drafts; `?find=` leaves those that have these letters."""
    return _list_page(request, kind)


def _list_page(request: HttpRequest, kind: str) -> HttpResponse:
    actor, editor = actor_from(request), editor_of(kind)
    find = request.GET.get("find", "")[:80]
    found = texts_of(actor, kind=kind, find=find)
    return page(
        request,
        "editors",
        _in_words(editor.title),
        editor=editor,
        editors=EDITORS.values(),
        find=find,
        found=found[:A_PAGE],
        more=max(0, len(found) - A_PAGE),
        open_drafts=text_drafts(actor, editor.desk),
        over=text_drafts(actor, editor.desk, is_over=True, most=20),
        languages=_languages() if kind == WORDING else [],
        may_begin=editor.takes_new and editor.may_write(actor),
    )


@require_GET
@staff_page("drafts")
def show_text(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """One text as it stands today: how it reads, its drafts, what was published."""
    actor, editor = actor_from(request), editor_of(kind)
    seen = text_seen(actor, kind=kind, code=code)
    may_write = editor.may_write(actor)
    return page(
        request, "text", _in_words(seen.subject.title), seen=seen, editor=editor, editors=EDITORS.values(),
        may_write=may_write,
    )  # fmt: skip


@require_POST
@staff_page("drafts")
def start_text(request: HttpRequest, kind: str) -> HttpResponse:
    """Begins a draft of a text; goes on to it."""
    form, call = request.POST, call_from(request)
    made = start_text_draft(call, kind=kind, code=form.get("code", "").strip(), note=form.get("note", ""))
    then = reverse("workbench:text_draft", args=[made.draft_id])
    return done(request, lambda: None, then=then, message=_("The draft is there."))


@require_GET
@staff_page("drafts")
def show_text_draft(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """One draft: its cells with their faults, what differs, how it will read, and what can be done with it."""
    return _draft_page(request, draft_id)


def _draft_page(
    request: HttpRequest,
    draft_id: UUID,
    *,
    typed: Mapping[str, str] | None = None,
    refused: Refusal | None = None,
) -> HttpResponse:
    """With what was typed in the cells, where it could not be kept."""
    actor, today = actor_from(request), business_date()
    found, checked = check_draft(actor, draft_id)
    editor = editor_of(found.kind)
    cells = [
        (cell, (typed or {}).get(cell.key, cell.value), [one for one in checked.faults if one.key == cell.key])
        for cell in checked.cells
    ]
    labels = {cell.key: cell.label for cell in checked.cells}
    return page(
        request,
        "text_draft",
        _("Draft of %(text)s") % {"text": found.code},
        status=refused.http_status if refused else 200,
        found=found,
        editor=editor,
        editors=EDITORS.values(),
        checked=checked,
        cells=cells,
        differences=[(labels.get(one.key, Text(en=one.key, zh=one.key)), one) for one in checked.differences],
        refused=said(refused) if refused else "",
        today=today,
        tomorrow=today + timedelta(days=1),
        **rights_on(found.state, writes=editor.may_write(actor), publishes=editor.may_publish(actor)),
    )


@require_GET
@staff_page("drafts")
def text_paper(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """A draft as PDF, `?language=` as one of the two of every contract."""
    language = "en" if request.GET.get("language") == "en" else "zh-hans"
    content = draft_paper(actor_from(request), draft_id, language=language)
    return HttpResponse(content, content_type="application/pdf")


@require_GET
@staff_page("drafts")
def words_file(request: HttpRequest, language: str) -> HttpResponse:
    """The words of the pages in a language as a .po file."""
    content = words_as_catalogue(actor_from(request), language=language)
    answer = HttpResponse(content, content_type="text/x-gettext-translation; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{language}.po"'
    return answer


@require_POST
@staff_page("drafts")
def act_on_text_draft(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Keeps the cells, submits, gives back, publishes or drops; what could not be kept stays on the page."""
    form, call = request.POST, call_from(request)
    acts: dict[str, Callable[[], object]] = {
        "cells": lambda: change_cells(call, draft_id=draft_id, revision=revision_of(form), cells=_typed(form)),
        "submit": lambda: submit_text(call, draft_id=draft_id),
        "return": lambda: return_text(call, draft_id=draft_id, note=form.get("note", "")),
        "publish": lambda: publish_text(call, draft_id=draft_id, effective_from=effective_from(form)),
        "drop": lambda: drop_text(call, draft_id=draft_id),
    }

    then = reverse("workbench:text_draft", args=[draft_id])
    if form.get("act") != "cells":
        return done_by(request, acts, then=then)
    try:
        chosen(form, acts)()
    except (NotFound, Forbidden):
        raise
    except Refusal as refusal:
        return _draft_page(request, draft_id, typed=_typed(form), refused=refusal)
    return done(request, lambda: None, then=then, message=_("Done."))


def _typed(form: Any) -> dict[str, str]:
    """What stands in the cells of a form, by key."""
    return {name.removeprefix("cell:"): value for name, value in form.items() if name.startswith("cell:")}


def _languages() -> list[tuple[str, str]]:
    """The languages of the installation as texts name them, with their own names."""
    return [("zh" if code == "zh-hans" else code, name) for code, name in settings.LANGUAGES]


def _in_words(text: Text) -> str:
    return text.in_language(get_language() or "en")
