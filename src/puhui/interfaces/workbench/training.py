"""Training in the workbench: a file in, the card with its bins out, and the way into the registry.

Nothing is kept between the pages: the package travels with the form, signed, for an hour and for its maker only.
"""

from base64 import b64decode, b64encode
from dataclasses import fields
from typing import Any, Final

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from puhui.flows.train_from_file import MOST_BYTES, MOST_ROWS, TrainingAsked, bins_as_data, train_from_file
from puhui.interfaces.workbench.frame import actor_from, call_from, done, page, said, staff_page
from puhui.kernel.actors import Actor
from puhui.kernel.errors import Forbidden, InvalidInput, Refusal
from puhui.risk.decisioning.facade import MODEL_REGISTRARS, register_model
from puhui.risk.modelling.facade import TrainedModel

SALT: Final = "workbench.training"
HOUR: Final = 3600
NAMES: Final = tuple(field.name for field in fields(TrainingAsked))


@require_http_methods(["GET", "POST"])
@staff_page("decisioning")
def train(request: HttpRequest) -> HttpResponse:
    """The form; after a training also the card, its bins as data, and the button that registers it."""
    actor = actor_from(request)
    actor.require(*MODEL_REGISTRARS, verb="train a model")
    asked = {name: request.POST.get(name, "") for name in NAMES}
    if request.method != "POST":
        return _page(request, {**asked, "model_id": "model", "version": "1"})
    file = request.FILES.get("file")
    try:
        if file is None or isinstance(file, list) or (file.size or 0) > MOST_BYTES:
            raise InvalidInput("file", f"choose a file of at most {MOST_BYTES // 1_000_000} MB")
        trained = train_from_file(
            actor, name=file.name or "", content=file.read(), asked=TrainingAsked(**_bounded(asked))
        )
    except Forbidden:
        raise
    except Refusal as refusal:
        return _page(request, asked, refused=said(refusal), status=refusal.http_status)
    return _page(request, asked, trained=trained, actor=actor)


@require_POST
@staff_page("decisioning")
def register_trained(request: HttpRequest) -> HttpResponse:
    """Registers what was trained as a draft; a colleague approves it."""
    call, form = call_from(request), request.POST
    files = _opened(form.get("package", ""), actor=call.actor)
    made = register_model(
        call,
        files=files,
        purpose=form.get("purpose", ""),
        segment=form.get("segment", ""),
        reason=form.get("reason", ""),
    )
    return done(
        request,
        lambda: None,
        then=reverse("workbench:model", args=[made.package_id]),
        message=_("Registered as a draft: a colleague approves it."),
    )


def _page(
    request: HttpRequest,
    asked: dict[str, str],
    *,
    trained: TrainedModel | None = None,
    actor: Actor | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    return page(
        request,
        "training",
        _("Train a scorecard"),
        status=status,
        asked=asked,
        refused=refused,
        most_mb=MOST_BYTES // 1_000_000,
        most_rows=MOST_ROWS,
        card=trained.card if trained else None,
        features=trained.document.get("features", []) if trained else [],
        pairs=trained.document.get("pairs", []) if trained else [],
        bins_now=bins_as_data(trained.document, who=actor.name) if trained and actor else "",
        package=_closed(trained, actor=actor) if trained and actor else "",
    )


def _bounded(asked: dict[str, str]) -> dict[str, str]:
    for name, value in asked.items():
        most = 100_000 if name == "bins" else 500
        if len(value) > most or "\x00" in value:
            raise InvalidInput(name, f"at most {most:,} characters")
    return asked


def _closed(trained: TrainedModel, *, actor: Actor) -> str:
    files = {name: b64encode(content).decode() for name, content in trained.files().items()}
    return signing.dumps({"by": str(actor.id), "files": files}, salt=SALT, compress=True)


def _opened(package: str, *, actor: Actor) -> dict[str, bytes]:
    """The files of a package that this actor trained within the hour; refuses anything else."""
    try:
        found: dict[str, Any] = signing.loads(package, salt=SALT, max_age=HOUR)
    except signing.BadSignature:
        raise InvalidInput("package", "it is not what was trained, or older than an hour: train again") from None
    if found["by"] != str(actor.id):
        raise InvalidInput("package", "somebody else trained it")
    return {name: b64decode(content) for name, content in found["files"].items()}
