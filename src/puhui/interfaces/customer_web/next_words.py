"""The one thing to do next, in words: a title, a sentence, and the button with the page that it leads to."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from puhui.flows.where_i_stand import NextStep, Step
from puhui.interfaces.customer_web.templatetags.customer import day, money


@dataclass(frozen=True, slots=True)
class Words:
    """How a step is told; `page` takes the id of the step's subject where `with_id`."""

    title: object
    text: object
    button: object
    page: str
    with_id: bool = False
    mood: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A step as the page shows it."""

    title: str
    text: str
    button: str
    address: str
    mood: str


PLAIN = _("It may ask something of you.")
WORDS = {
    Step.PAY_LATE: Words(
        _("A payment is late: %(amount)s"),
        _("Since %(until)s; penalty interest grows every day. Pay it, or tell us on that page that you cannot."),
        _("Go to the loan"),
        "loan",
        with_id=True,
        mood="bad",
    ),
    Step.SIGN: Words(
        _("Sign your contract"), _("You chose an offer. Read the contract, then sign with a code."), _("Read and sign"),
        "application", with_id=True,
    ),
    Step.SIGN_BESIDE: Words(
        _("A contract of your household waits for you"), _("Read it first. Whoever signs owes the loan as well."),
        _("Read it"), "household_sign", with_id=True,
    ),
    Step.ANSWER_CHANGE: Words(
        _("A change of your loan waits for your answer"), _("Compare before and after. It is open until %(until)s."),
        _("Compare"), "loan_change", with_id=True,
    ),
    Step.CHOOSE_OFFER: Words(
        _("Your offers are here"), _("Compare what each costs in all. They hold until %(until)s."),
        _("Compare the offers"), "offers", with_id=True,
    ),
    Step.AGREE: Words(
        _("Somebody asks for your agreement"), _("Nothing holds before you say yes, and you may say no."),
        _("Read what it is"), "farm",
    ),
    Step.SEND: Words(
        _("An application is not sent yet: %(amount)s"),
        _("Everything is kept. See what is missing, check it, and send it."),
        _("Go on"), "application", with_id=True, mood="warn",
    ),
    Step.PAY_SOON: Words(
        _("Next payment: %(amount)s"), _("Due on %(until)s."), _("Go to the loan"), "loan", with_id=True,
    ),
    Step.READ: Words(_("There is a new message for you"), PLAIN, _("Read it"), "messages"),
    Step.WAIT: Words(
        _("A person is looking at your application"), _("We answer by %(until)s. You need not do anything."),
        _("See how it stands"), "application", with_id=True,
    ),
    Step.BEGIN: Words(
        _("Find what fits you"),
        _("A few plain questions, then the few things that fit, with what they cost. Nothing is kept."),
        _("Begin with the questions"), "find_product",
    ),
    Step.NOTHING: Words(
        _("Nothing to do at present"), _("Everything is on its way or in order."),
        _("See what else we offer"), "products",
    ),
}  # fmt: skip


def told(step: NextStep, *, as_contact: bool) -> Told:
    """The step in the page's language."""
    words = WORDS[step.kind]
    filled = {"amount": money(step.amount), "until": day(step.until)}
    page = "contacts" if step.kind is Step.AGREE and as_contact else words.page
    address = reverse(page, args=[step.subject_id] if words.with_id else None)
    return Told(str(words.title) % filled, str(words.text) % filled, str(words.button), address, words.mood)
