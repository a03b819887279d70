"""A customer at a browser without JavaScript: follows links, fills forms in, presses buttons, reads what comes back."""

import re
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.interfaces.customer_web.delivery import World
from tests.interfaces.customer_web.forms_on_page import FormOnPage, forms_of

from puhui.flows.simulation.population import MadeUpFirm
from puhui.foundation.access.facade import actor_of, user_by_id
from puhui.kernel.actors import Actor


class Visitor:
    """One person at one browser. Every step checks that the server answered without an error."""

    def __init__(self, world: World, *, language: str = "en", phone: str = "13800138000") -> None:
        self.world, self.phone = world, phone
        self.client = Client()
        self.client.cookies["puhui_language"] = language
        self.page, self.path, self.status = "", "", 0

    def open(self, path: str) -> "Visitor":
        """Follows an address, and where it leads."""
        return self._keep(self.client.get(path, follow=True))

    def form(self, having: str) -> FormOnPage:
        """The form that has a field or an action with this in its name."""
        for form in forms_of(self.page):
            if having in form.names or having in form.action:
                return form
        raise AssertionError(f"no form with {having!r} on {self.path}: {self.words()[:600]}")

    def send(self, having: str, *, button: str = "", follow: bool = True, **fields: Any) -> "Visitor":
        """Fills a form in and presses its first button, or the one with this name or address."""
        form = self.form(having)
        values: dict[str, Any] = {**form.values, **fields}
        action = form.action or self.path
        for _, name, value, formaction in form.buttons:
            if button and button in (name, formaction):
                action = formaction or action
                if name:
                    values[name] = value
        return self._keep(self.client.post(action, values, follow=follow))

    @property
    def actor(self) -> Actor:
        """Who is signed in."""
        user = user_by_id(UUID(self.client.session["_auth_user_id"]))
        assert user is not None
        return actor_of(user)

    def words(self) -> str:
        """The text of the page."""
        return " ".join(re.sub(r"<[^>]+>", " ", self.page.split("<main", 1)[-1]).split())

    def wrong(self) -> list[str]:
        """What the page says is wrong."""
        return [m.strip() for m in re.findall(r'class="wrong"[^>]*>([^<]+)', self.page)]

    def link(self, pattern: str) -> str:
        """The address of the first link that fits."""
        found = re.search(rf'href="([^"]*{pattern}[^"]*)"', self.page)
        assert found, f"no link {pattern} on {self.path}: {self.words()[:400]}"
        return found.group(1)

    def _keep(self, response: Any) -> "Visitor":
        self.page = response.content.decode(errors="replace")
        self.status = response.status_code
        self.path = response.request["PATH_INFO"]
        assert self.status < 500, self.words()
        return self

    # The steps of the journey

    def sign_in(self) -> "Visitor":
        """With the phone and the code that came."""
        self.open("/sign-in/").send("phone", phone=self.phone)
        assert self.path == "/sign-in/code/", self.words()
        return self.send("code", code=self.world.code_for(self.phone))

    def register(self, firm: MadeUpFirm) -> "Visitor":
        """The firm and its representative."""
        who = firm.identity
        return self.open("/firms/new/").send(
            "uscc",
            firm_name=who.firm_name,
            uscc=who.uscc,
            representative_name=who.representative,
            resident_id=who.resident_id,
            founded_on=firm.founded_on.isoformat(),
        )

    def consent(self) -> "Visitor":
        """To the consent that the page asks for."""
        return self.send("agree", agree="yes")

    def upload(self, firm: MadeUpFirm) -> "Visitor":
        """The firm's invoices as a file."""
        return self.send("file", file=SimpleUploadedFile("invoices.csv", firm.invoices_csv()))

    def apply(self, **fields: Any) -> "Visitor":
        """What the firm needs: which product, where there are several, then how much and how."""
        product = fields.pop("product", "working-capital")
        if 'name="amount"' not in self.page:
            self.open(self.link(f"product={product}"))
        asked = {"amount": "300,000", "term_months": "12", "method": "equal_instalment", "purpose": "stock"}
        return self.send("amount", **{**asked, **fields})
