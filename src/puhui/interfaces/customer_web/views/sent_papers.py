"""Papers by photo: what the product asks for, sending one, seeing it, taking it back."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from puhui.flows.send_papers import OTHER, own_paper, papers_wanted, require_own, send_paper, take_paper_back
from puhui.foundation.documents.facade import MOST_MEGABYTES
from puhui.interfaces.customer_web.fields import PageForm
from puhui.interfaces.customer_web.frame import call_of, go, page, personal_page
from puhui.interfaces.customer_web.templatetags.customer import say
from puhui.kernel.actors import Actor
from puhui.products.origination.facade import application as application_query

FILE_POLICY = "default-src 'none'; sandbox"


class PaperForm(PageForm):
    """Which paper it is, and its photo."""

    field_of = {"content": "file"}
    kind = forms.ChoiceField(
        label=_("Which paper is it?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose which paper it is.")},
    )
    file = forms.FileField(
        label=_("Photo or PDF"),
        help_text=_("Take a photo or choose a file: JPEG, PNG or PDF, at the most 5 MB. It is kept encrypted."),
        error_messages={
            "required": _("Take a photo or choose a file first."),
            "empty": _("The file is empty. Choose another one."),
            "invalid": _("The file did not arrive. Choose it again."),
        },
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,application/pdf", "data-photo": ""}),
    )

    def clean_file(self) -> Any:
        """A file that is not too large; what it is the documents room looks at."""
        file = self.cleaned_data["file"]
        if file.size > MOST_MEGABYTES * 1_000_000:
            raise forms.ValidationError(_("The file is larger than 5 MB. Take the photo with a lower resolution."))
        return file


@require_http_methods(["GET", "POST"])
@personal_page
def sent_papers(request: HttpRequest, actor: Actor, application_id: UUID) -> HttpResponse:
    """The papers of an application: what is there, what is missing, and sending one more."""
    wanted = papers_wanted(actor, application_id=application_id)
    form = PaperForm(request.POST or None, request.FILES or None)
    form.choose("kind", [(one.kind, say(one.text)) for one in wanted])

    def send(data: dict[str, Any]) -> object:
        content = data["file"].read()
        return send_paper(call_of(request, actor), application_id=application_id, kind=data["kind"], content=content)

    if request.method == "POST" and form.attempt(send) is not None:
        return go("sent_papers", application_id)
    open_ = [one.kind for one in wanted if one.kind != OTHER and not one.sent]
    if not form.is_bound and open_:
        form.initial["kind"] = open_[0]
    shown = application_query(actor, application_id)
    return page(request, "sent_papers", {"form": form, "wanted": wanted, "application": shown}, status=form.status)


@require_GET
@personal_page
def sent_paper(request: HttpRequest, actor: Actor, application_id: UUID, paper_id: UUID) -> HttpResponse:
    """One paper of one's own, as a file."""
    del request
    require_own(actor, paper_id, application_id=application_id)
    line, content = own_paper(actor, paper_id=paper_id)
    response = HttpResponse(content, content_type=line.media_type)
    response.headers["Content-Security-Policy"] = FILE_POLICY
    response.headers["Content-Disposition"] = f'inline; filename="{line.kind}"'
    return response


@require_POST
@personal_page
def take_back(request: HttpRequest, actor: Actor, application_id: UUID, paper_id: UUID) -> HttpResponse:
    """Erases a paper while its application is not decided."""
    require_own(actor, paper_id, application_id=application_id)
    take_paper_back(call_of(request, actor), paper_id=paper_id)
    return go("sent_papers", application_id)
