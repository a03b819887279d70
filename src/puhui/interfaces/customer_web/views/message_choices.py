"""How messages reach the customer: by text message or on these pages only, by kind of message; quiet hours."""

from datetime import time
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from puhui.foundation.notices.facade import GROUPS, TITLES, MessageChoices, choose_messages, own_choices
from puhui.interfaces.customer_web.fields import PageForm
from puhui.interfaces.customer_web.frame import call_of, go, page, personal_page
from puhui.interfaces.customer_web.templatetags.customer import say
from puhui.kernel.actors import Actor

WAYS = [("yes", _("By text message, and on these pages")), ("no", _("On these pages only"))]
HOURS = [("", _("No quiet hours"))] + [(f"{hour:02d}:00", f"{hour:02d}:00") for hour in range(24)]


class MessageChoicesForm(PageForm):
    """A way for each kind of message, and from when until when no text message comes."""

    quiet_from = forms.ChoiceField(label=_("No text messages from"), required=False, choices=HOURS)
    quiet_until = forms.ChoiceField(label=_("until"), required=False, choices=HOURS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for group in GROUPS:
            self.fields[group] = forms.ChoiceField(label=say(TITLES[group]), choices=WAYS, widget=forms.RadioSelect)
        self.order_fields([*GROUPS, "quiet_from", "quiet_until"])

    @property
    def chosen(self) -> MessageChoices:
        """What was chosen."""
        given = self.cleaned_data
        off = tuple(group for group in GROUPS if given[group] == "no")
        return MessageChoices(off, _hour(given["quiet_from"]), _hour(given["quiet_until"]))


@require_http_methods(["GET", "POST"])
@personal_page
def message_choices(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Shows and keeps the choices."""
    form = MessageChoicesForm(request.POST or None, initial=_as_form(own_choices(actor)))

    def keep(_data: dict[str, Any]) -> object:
        chosen = form.chosen
        return choose_messages(
            call_of(request, actor),
            sms_off=chosen.sms_off,
            quiet_from=chosen.quiet_from,
            quiet_until=chosen.quiet_until,
        )

    if request.method == "POST" and form.attempt(keep) is not None:
        return go("messages")
    return page(request, "message_choices", {"here": "messages", "form": form}, status=form.status)


def _as_form(kept: MessageChoices) -> dict[str, str]:
    said = {group: "no" if group in kept.sms_off else "yes" for group in GROUPS}
    for name, hour in (("quiet_from", kept.quiet_from), ("quiet_until", kept.quiet_until)):
        said[name] = hour.strftime("%H:%M") if hour else ""
    return said


def _hour(text: str) -> time | None:
    return time.fromisoformat(text) if text else None
