"""May this contact be made now? Every rule, row by row."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from puhui.foundation.catalogue.facade import installed_parameters
from puhui.products.collections.contracts import Channel, ContactAsk, Hold, HoldKind, Hours, Standing, Whom
from puhui.products.collections.policy_files import conduct_of, conduct_on, policy_on
from puhui.products.collections.rules.contacts import is_unreachable, may_contact, within

DAY = date(2026, 11, 25)
CONDUCT = conduct_of(policy_on(DAY), rules=installed_parameters(DAY))
VOICE, VISIT, SMS, IN_APP, LETTER = Channel.VOICE, Channel.VISIT, Channel.SMS, Channel.IN_APP, Channel.LETTER


def at(text: str, *, day: date = DAY) -> datetime:
    """A time of day in Shanghai as an instant."""
    return datetime.combine(day, time.fromisoformat(text), tzinfo=CONDUCT.zone).astimezone(UTC)


TOMORROW = DAY + timedelta(days=1)
NEVER = None
LOST = Standing(unanswered=5, unanswered_days=3)
ROWS: list[tuple[str, Channel, str, dict[str, Any], dict[str, Any], str, datetime | None]] = [
    # what, channel, time, standing, ask, code ("" is allowed), earliest
    ("a call at noon", VOICE, "12:00", {}, {}, "", None),
    ("a call at eight sharp", VOICE, "08:00", {}, {}, "", None),
    ("a call a second before eight", VOICE, "07:59:59", {}, {}, "quiet", at("08:00")),
    ("a call a second before ten", VOICE, "21:59:59", {}, {}, "", None),
    ("a call at ten sharp", VOICE, "22:00", {}, {}, "quiet", at("08:00", day=TOMORROW)),
    ("a visit after midnight", VISIT, "00:30", {}, {}, "quiet", at("08:00")),
    ("a dunning message at night", SMS, "23:00", {}, {}, "quiet", at("08:00", day=TOMORROW)),
    ("a notice on the pages at night", IN_APP, "23:00", {}, {}, "", None),
    ("a letter written at night", LETTER, "03:00", {}, {}, "", None),
    ("late, in hours that were agreed", VOICE, "22:30", {"hours": Hours(time(20), time(23))}, {}, "", None),
    ("at noon, outside of the agreed hours", VOICE, "12:00", {"hours": Hours(time(20), time(23))}, {}, "quiet",
     at("20:00")),
    ("agreed hours over midnight", VOICE, "01:00", {"hours": Hours(time(22), time(2))}, {}, "", None),
    ("after the agreed hours", VOICE, "23:30", {"hours": Hours(time(20), time(23))}, {}, "quiet",
     at("20:00", day=TOMORROW)),
    ("agreed hours are the debtor's, not others'", VOICE, "23:00",
     {"hours": Hours(time(20), time(23, 30)), "unanswered": 5, "unanswered_days": 3},
     {"whom": Whom.THIRD_PARTY, "third_party": "contact 1"}, "quiet", at("08:00", day=TOMORROW)),
    ("the third call", VOICE, "12:00", {"effective_calls": 2}, {}, "", None),
    ("the fourth call", VOICE, "12:00", {"effective_calls": 3}, {}, "calls", at("08:00", day=TOMORROW)),
    ("the fourth call for who agreed on nights", VOICE, "12:00",
     {"effective_calls": 3, "hours": Hours(time(22), time(2))}, {}, "quiet", at("00:00", day=TOMORROW)),
    ("a message after three calls", SMS, "12:00", {"effective_calls": 3}, {}, "", None),
    ("a second visit", VISIT, "12:00", {"visits": 1}, {}, "visits", at("08:00", day=TOMORROW)),
    ("calls switched off", VOICE, "12:00", {"channels_off": frozenset({VOICE})}, {}, "choice", NEVER),
    ("messages with calls switched off", SMS, "12:00", {"channels_off": frozenset({VOICE})}, {}, "", None),
    ("a complaint is open", VOICE, "12:00", {"holds": (Hold(HoldKind.COMPLAINT),)}, {}, "hold", NEVER),
    ("a dunning message in a dispute", SMS, "12:00", {"holds": (Hold(HoldKind.DISPUTE),)}, {}, "hold", NEVER),
    ("a letter in a dispute", LETTER, "12:00", {"holds": (Hold(HoldKind.DISPUTE),)}, {}, "", None),
    ("a promise for tomorrow", VOICE, "12:00", {"holds": (Hold(HoldKind.PROMISE, TOMORROW),)}, {}, "hold",
     at("08:00", day=DAY + timedelta(days=2))),
    ("a promise whose day is over", VOICE, "12:00", {"holds": (Hold(HoldKind.PROMISE, DAY - timedelta(days=1)),)}, {},
     "", None),
    ("a promise beside a complaint", VOICE, "12:00",
     {"holds": (Hold(HoldKind.PROMISE, TOMORROW), Hold(HoldKind.COMPLAINT))}, {}, "hold", NEVER),
    ("an ill debtor, the first call", VOICE, "12:00", {"tags": frozenset({"ill"})}, {}, "", None),
    ("an ill debtor, the second call", VOICE, "12:00", {"tags": frozenset({"ill"}), "effective_calls": 1}, {},
     "calls", at("08:00", day=TOMORROW)),
    ("an ill debtor is not visited", VISIT, "12:00", {"tags": frozenset({"ill"})}, {}, "care", NEVER),
    ("another tag changes nothing", VISIT, "12:00", {"tags": frozenset({"large customer"})}, {}, "", None),
    ("a debtor who has died", VOICE, "12:00", {"tags": frozenset({"deceased"})}, {}, "third_party_when", NEVER),
    ("somebody else while the debtor answers", VOICE, "12:00", {}, {"whom": Whom.THIRD_PARTY, "third_party": "a"},
     "third_party_when", NEVER),
    ("somebody else after four tries", VOICE, "12:00", {"unanswered": 4, "unanswered_days": 4},
     {"whom": Whom.THIRD_PARTY, "third_party": "a"}, "third_party_when", NEVER),
    ("somebody else after five tries on two days", VOICE, "12:00", {"unanswered": 5, "unanswered_days": 2},
     {"whom": Whom.THIRD_PARTY, "third_party": "a"}, "third_party_when", NEVER),
    ("somebody else after five tries on three days", VOICE, "12:00", {"unanswered": 5, "unanswered_days": 3},
     {"whom": Whom.THIRD_PARTY, "third_party": "a"}, "", None),
    ("somebody else when the debtor has died", VOICE, "12:00", {"tags": frozenset({"deceased"})},
     {"whom": Whom.THIRD_PARTY, "third_party": "a"}, "", None),
    ("somebody else whom the debtor wants spared", VOICE, "12:00",
     {"unanswered": 5, "unanswered_days": 3, "spares_others": True},
     {"whom": Whom.THIRD_PARTY, "third_party": "a"}, "choice", NEVER),
    ("somebody else was to be spared, but the debtor has died", VOICE, "12:00",
     {"tags": frozenset({"deceased"}), "spares_others": True},
     {"whom": Whom.THIRD_PARTY, "third_party": "a"}, "", None),
    ("somebody else who refused", VOICE, "12:00",
     {"unanswered": 5, "unanswered_days": 3, "refused_by": frozenset({"a"})},
     {"whom": Whom.THIRD_PARTY, "third_party": "a"}, "third_party_stops", NEVER),
    ("another one than who refused", VOICE, "12:00",
     {"unanswered": 5, "unanswered_days": 3, "refused_by": frozenset({"a"})},
     {"whom": Whom.THIRD_PARTY, "third_party": "b"}, "", None),
    ("a firm evaluated a year ago today", VOICE, "12:00", {},
     {"is_outsourced": True, "evaluated_on": date(2025, 11, 25)}, "", None),
    ("a firm evaluated longer ago", VOICE, "12:00", {},
     {"is_outsourced": True, "evaluated_on": date(2025, 11, 24)}, "outsourcer", NEVER),
    ("a firm never evaluated", VOICE, "12:00", {}, {"is_outsourced": True}, "outsourcer", NEVER),
]  # fmt: skip


@pytest.mark.parametrize(("what", "channel", "time_", "standing", "ask", "code", "earliest"), ROWS, ids=lambda v: "")
def test_rule(
    what: str,
    channel: Channel,
    time_: str,
    standing: dict[str, Any],
    ask: dict[str, Any],
    code: str,
    earliest: datetime | None,
) -> None:
    verdict = may_contact(ContactAsk(channel=channel, at=at(time_), **ask), Standing(**standing), CONDUCT)
    assert (verdict.allowed, verdict.code) == (not code, code), what
    assert verdict.earliest_at == earliest, what
    if code:
        assert verdict.article is not None
        assert verdict.article.text.en
        assert verdict.article.text.zh
        assert verdict.article.source


def test_every_article_has_its_source_and_mark() -> None:
    assert {a.mark for a in CONDUCT.articles.values()} <= set("SLMU")
    assert CONDUCT.articles["quiet"].source.startswith("GB/T 45251-2025")
    assert CONDUCT.articles["calls"].rule_id == "cn.collections/contact_effective_calls_most"


@pytest.mark.django_db
def test_before_the_standard_the_house_keeps_to_it_as_well() -> None:
    assert conduct_on(date(2020, 1, 1)).calls_most == 3


def test_unreachable_and_hours() -> None:
    assert is_unreachable(LOST, CONDUCT)
    assert not is_unreachable(Standing(), CONDUCT)
    assert within(Hours(time(22), time(8)), time(23))
    assert within(Hours(time(22), time(8)), time(7, 59))
    assert not within(Hours(time(22), time(8)), time(8))
