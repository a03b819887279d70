"""Which messages a customer wants as a text message, and in which hours none; on the pages all of them stand."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from puhui.foundation.evidence.facade import use_case
from puhui.foundation.notices.models import MessageChoice
from puhui.foundation.party.facade import HOME_TIME, parties_of, require_party
from puhui.kernel.actors import Actor, Call, Role
from puhui.kernel.errors import InvalidInput
from puhui.kernel.texts import Text

# By the file of the texts (policies/notices): one that is in none of them belongs to the account.
GROUPS: Final[Mapping[str, frozenset[str]]] = {
    "applications": frozenset({"originate_loan"}),
    "loans": frozenset({"loans", "changes", "collections", "facilities"}),
    "trade": frozenset({"trade", "trade_paper"}),
    "account": frozenset(),
}
TITLES: Final[Mapping[str, Text]] = {
    "applications": Text(en="Applications and offers", zh="申请和方案"),
    "loans": Text(en="Loans, limits and due dates", zh="贷款、额度和还款日"),
    "trade": Text(en="Invoices, orders and paper", zh="发票、订单和票据"),
    "account": Text(en="Everything else", zh="其他"),
}
MOST_QUIET_HOURS: Final = 16  # so that a message waits for hours, not for days


@dataclass(frozen=True, slots=True)
class MessageChoices:
    """What a customer chose: groups without text messages, and hours without any."""

    sms_off: tuple[str, ...] = ()
    quiet_from: time | None = None
    quiet_until: time | None = None

    def waits_until(self, at: datetime) -> datetime | None:
        """The end of the quiet hours when the instant lies in them."""
        if self.quiet_from is None or self.quiet_until is None:
            return None
        here = at.astimezone(HOME_TIME)
        now, begins, ends = here.time(), self.quiet_from, self.quiet_until
        is_quiet = begins <= now < ends if begins < ends else now >= begins or now < ends
        if not is_quiet:
            return None
        day = here.date() + timedelta(days=1 if now >= ends else 0)
        return datetime.combine(day, ends, tzinfo=HOME_TIME).astimezone(at.tzinfo)


def group_of(file_id: str) -> str:
    """The group of the texts of a file."""
    return next((group for group, files in GROUPS.items() if file_id in files), "account")


def choices_of(party_id: UUID) -> MessageChoices:
    """What holds for a party. For the writing of notices: no rights are looked at."""
    found = MessageChoice.objects.filter(party_id=party_id).first()
    return MessageChoices(tuple(found.sms_off), found.quiet_from, found.quiet_until) if found else MessageChoices()


def own_choices(actor: Actor) -> MessageChoices:
    """What the customer chose."""
    actor.require(Role.CUSTOMER, verb="choose how messages reach them")
    return choices_of(actor.party_id) if actor.party_id else MessageChoices()


@use_case("notices.choose_messages", answers=UUID)
def choose_messages(
    call: Call, *, sms_off: Collection[str], quiet_from: time | None = None, quiet_until: time | None = None
) -> UUID:
    """Keeps it for the customer and for the firms they act for; codes always come, and at once."""
    call.actor.require(Role.CUSTOMER, verb="choose how messages reach them")
    off = sorted(set(sms_off))
    if any(group not in GROUPS for group in off):
        raise InvalidInput("sms_off", f"some of {', '.join(GROUPS)}")
    _check_hours(quiet_from, quiet_until)
    mine = parties_of(call.actor)
    for party_id in mine:
        require_party(call.actor, party_id=party_id)
        MessageChoice.objects.update_or_create(
            party_id=party_id,
            defaults={"sms_off": off, "quiet_from": quiet_from, "quiet_until": quiet_until, "chosen_at": call.at},
        )
    return mine[0]


def _check_hours(begins: time | None, until: time | None) -> None:
    if (begins is None) != (until is None):
        raise InvalidInput("quiet_from", "both hours or none")
    if begins is None or until is None:
        return
    any_day = date(2026, 1, 1)
    length = (datetime.combine(any_day, until) - datetime.combine(any_day, begins)) % timedelta(days=1)
    if not timedelta(0) < length <= timedelta(hours=MOST_QUIET_HOURS):
        raise InvalidInput("quiet_from", f"at most {MOST_QUIET_HOURS} hours, and not none")
