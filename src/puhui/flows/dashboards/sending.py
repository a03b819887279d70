"""Views that staff keep, and reports that come to them after the close of a day.

A report is made under the rights that its owner has on that day, kept as a file, and told of by a message; who opens it
is asked for their rights again. A subscription that can no longer be met is told of as well, by its reason.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from puhui.conduct.reports.facade import (
    NewSubscription,
    ReportLine,
    SubscriptionLine,
    end_subscription,
    end_view,
    is_made,
    keep_report,
    keep_subscription,
    keep_view,
    report,
    report_to_tell,
    subscriptions_due,
)
from puhui.flows.dashboards.boards import BOARDS, LISTS, board, listing, require_table
from puhui.flows.dashboards.export import ExportAsked, Exported, rendered
from puhui.flows.dashboards.managed import Reach, needs_reach, reach_of
from puhui.foundation.access.facade import actor_of, user_by_id
from puhui.foundation.documents.facade import read_file, store_file
from puhui.foundation.evidence.facade import emit, use_case
from puhui.kernel.actors import Actor, Call
from puhui.kernel.errors import Forbidden, NotFound, Refusal
from puhui.kernel.ports import Message
from puhui.kernel.texts import Text

TOPIC: Final = "report.made"
SUNDAY: Final = 7
AT_ONCE: Final = 100
GONE: Final = "owner_gone"
READY: Final = Text(en="Your report is ready: {name}", zh="您订阅的报表已生成：{name}")
READY_BODY: Final = Text(
    en="{name}, {day}: {rows} rows. Open it in the workbench under Reports.",
    zh="{name}，{day}：共 {rows} 行。请在工作台“报表”中查看。",
)
REFUSED: Final = Text(en="Your report could not be made: {name}", zh="您订阅的报表未能生成：{name}")
REFUSED_BODY: Final = Text(
    en="{name}, {day}: {why}. Look at the subscription in the workbench under Reports.",
    zh="{name}，{day}：{why}。请在工作台“报表”中检查该订阅。",
)


@use_case("dashboards.save_view", answers=UUID)
def save_view(call: Call, *, what: str, name: str, params: Mapping[str, str], shared_with: str = "") -> UUID:
    """Keeps a page with its filters under a name, for oneself or for a role; filters that do not hold are refused."""
    _try(call.actor, what, params)
    return keep_view(call, what=what, name=name, params=params, shared_with=shared_with)


@use_case("dashboards.forget_view", answers=UUID, subject="view_id")
def forget_view(call: Call, *, view_id: UUID) -> UUID:
    """Takes a view of one's own out of the menus."""
    return end_view(call, view_id=view_id)


@use_case("dashboards.subscribe", answers=UUID)
def subscribe(call: Call, *, asked: ExportAsked, every: str) -> UUID:
    """Has a table come regularly; it is made once now, so that nobody subscribes to what cannot be made.

    To people alone: a program reads the table when it wants to.
    """
    if user_by_id(call.actor.id) is None:
        raise Forbidden("subscribe to a report")
    rendered(call.actor, asked)
    wanted = NewSubscription(
        what=asked.what,
        sheet=asked.sheet,
        name=title_of(asked.what).in_language(asked.language),
        params=asked.params,
        form=asked.form,
        language=asked.language,
        every=every,
        purpose=asked.purpose,
    )
    return keep_subscription(call, wanted)


@use_case("dashboards.unsubscribe", answers=UUID, subject="subscription_id")
def unsubscribe(call: Call, *, subscription_id: UUID) -> UUID:
    """Ends a subscription of one's own."""
    return end_subscription(call, subscription_id=subscription_id)


def make_reports(call: Call, *, day: date) -> int:
    """Makes every report that a closed day asks for, each in a transaction of its own; again it makes none anew."""
    made, after = 0, None
    while due := subscriptions_due(every=_due(day), after=after, most=AT_ONCE):
        for one in due:
            made += _make(call, one, day)
        after = due[-1].id
    return made


def open_report(call: Call, *, report_id: UUID) -> Exported:
    """The file of a report of one's own, when one may still open the table that it shows; the audit log has it."""
    found = report(call.actor, report_id=report_id)
    require_table(call.actor, found.what)
    if needs_reach(found.what, found.params):
        reach_of(call.actor).require(found.params)
    if found.file_id is None:
        raise NotFound("file", where="report_id")
    _note_opened(call, report_id=report_id)
    card, content = read_file(call.actor, file_id=found.file_id)
    return Exported(card.name, card.media_type, content, found.rows)


def message_of_report(report_id: UUID) -> Message:
    """What the owner of a report is told, in the language of the subscription; no figures, no names of people."""
    found = report_to_tell(report_id=report_id)
    subject, body = (REFUSED, REFUSED_BODY) if found.refused else (READY, READY_BODY)
    values = {"name": found.name, "day": found.day.isoformat(), "rows": found.rows, "why": found.refused}
    return Message(
        id=found.id,
        channel="in_app",
        to=str(found.owner_id),
        subject=subject.filled(name=found.name).in_language(found.language),
        body=body.filled(**values).in_language(found.language),
        meta={"kind": "report"},
    )


def openable(actor: Actor, reports: Sequence[ReportLine]) -> frozenset[UUID]:
    """Which of one's reports one may still open: the table, and the branch or officer that it is about. One query."""
    reach = reach_of(actor) if any(needs_reach(one.what, one.params) for one in reports) else None
    return frozenset(one.id for one in reports if one.file_id and _may_open(actor, one, reach))


def _may_open(actor: Actor, found: ReportLine, reach: Reach | None) -> bool:
    try:
        require_table(actor, found.what)
        if reach is not None and needs_reach(found.what, found.params):
            reach.require(found.params)
    except Refusal:
        return False
    return True


def title_of(what: str) -> Text:
    """What a table is called."""
    kind, _, key = what.partition(":")
    named = BOARDS.get(key) if kind == "board" else LISTS.get(key)
    if named is None:
        raise NotFound("table", where="what")
    return named.title


def _try(actor: Actor, what: str, params: Mapping[str, str]) -> None:
    kind, _, key = what.partition(":")
    if kind == "board":
        board(actor, key, params)
    elif kind == "list":
        listing(actor, key, params, most=1)
    else:
        raise NotFound("table", where="what")


def _due(day: date) -> list[str]:
    """How often what is due on a closed day comes."""
    is_due = {"day": True, "week": day.isoweekday() == SUNDAY, "month": (day + timedelta(days=1)).day == 1}
    return [every for every, due in is_due.items() if due]


def _make(call: Call, one: SubscriptionLine, day: date) -> int:
    if is_made(subscription_id=one.id, day=day):
        return 0
    user = user_by_id(one.owner_id)
    actor = actor_of(user) if user else Actor(one.owner_id, frozenset())
    meta = {**call.meta, "form": one.form, "purpose": one.purpose}
    own = Call(actor, f"report/{one.id}/{day}", call.at, call.channel, meta)
    _make_report(own, subscription_id=one.id, day=day, one=one, is_there=user is not None)
    return 1


@use_case("dashboards.make_report", answers=UUID, subject="subscription_id")
def _make_report(call: Call, *, subscription_id: UUID, day: date, one: SubscriptionLine, is_there: bool) -> UUID:
    """Made, kept and told of together; what the owner may not see any more is refused and told of so."""
    asked = ExportAsked(
        what=one.what, sheet=one.sheet, params=one.params, form=one.form, language=one.language, purpose=one.purpose
    )
    try:
        made = rendered(call.actor, asked) if is_there else None
    except Refusal as refusal:
        made, why = None, refusal.code
    else:
        why = "" if made else GONE
    file_id = None
    if made is not None:
        kept = store_file(
            call, party_id=call.actor.id, name=made.name, media_type=made.media_type, content=made.content
        )
        file_id = kept.id
    rows = made.rows if made else 0
    report_id = keep_report(call, subscription_id=subscription_id, day=day, rows=rows, refused=why, file_id=file_id)
    emit(TOPIC, {"report_id": str(report_id)}, at=call.at)
    return report_id


@use_case("dashboards.open_report", answers=UUID, subject="report_id")
def _note_opened(call: Call, *, report_id: UUID) -> UUID:
    del call
    return report_id
