"""The book by branch and officer on dashboards: who may see which, and the tables that lead from one to the other."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from puhui.conduct.indicators.facade import NO_ONE, ManagedAsked, ManagedEarned, ManagedSum
from puhui.flows.dashboards.asking import NOBODY
from puhui.flows.dashboards.contracts import Asked, Column, Link, Params, Sheet, Value
from puhui.flows.dashboards.made import TOTAL, column, percent, summed
from puhui.foundation.access.facade import branch_of_staff, branches, display_names
from puhui.foundation.catalogue.facade import PolicyFile, newest_on, policies_in
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import customers_of
from puhui.kernel.actors import Actor, Role
from puhui.kernel.errors import Forbidden, InvalidInput
from puhui.kernel.texts import Text

NO_BRANCH: Final = Text(en="of no branch", zh="未归属网点")
NO_OFFICER: Final = Text(en="without a relationship manager", zh="无客户经理")
BRANCH: Final = Text(en="Branch", zh="网点")
OFFICER: Final = Text(en="Relationship manager", zh="客户经理")
BY_BRANCH: Final = Text(en="By branch", zh="按网点")
BY_OFFICER: Final = Text(en="By relationship manager", zh="按客户经理")
WHOSE: Final = Text(
    en="A loan counts for whoever looks after its borrower, and for the branch where that colleague works, as they "
    "stood when the close of {on} was counted; a past day stays as it was counted. You see the branches in your reach.",
    zh="贷款归属于借款人的客户经理及其所在网点，以 {on} 日终后统计时的归属为准；过往日期不再变动。"
    "仅显示您有权查看的网点。",
)
BY_MANAGER: Final = frozenset({"board:portfolio", "board:profit", "list:loans"})
AT_RISK_DAYS, NON_PERFORMING = 1, 3


class BranchReach(PolicyFile):
    """Which roles see the figures of every branch; others see their own."""

    every_branch: frozenset[Role]

    def __hash__(self) -> int:
        return hash((self.id, self.version, self.effective_from))


@dataclass(frozen=True, slots=True)
class Reach:
    """What an actor may see by branch: everything, the branch where they work, or what they look after themselves."""

    actor: Actor
    is_everywhere: bool
    branch_id: UUID | None
    staff: dict[UUID, UUID]

    def require(self, params: Params) -> None:
        """Refuses a branch or an officer out of reach, whether or not there is such a one."""
        if self.is_everywhere:
            return
        branch, officer = params.get("branch", ""), params.get("officer", "")
        if branch and branch != str(self.branch_id):
            raise Forbidden("read the figures of this branch")
        if officer and officer != str(self.actor.id):
            where = self.staff.get(UUID(officer)) if officer != NOBODY else None
            if where is None or where != self.branch_id:
                raise Forbidden("read the figures of this colleague")


def reach_of(actor: Actor) -> Reach:
    """What an actor may see by branch; one query."""
    policy = newest_on(business_date(), policies_in(BranchReach, "access", pattern="reach-*.toml"))
    staff = branch_of_staff()
    return Reach(actor, bool(actor.roles & policy.every_branch), staff.get(actor.id), staff)


def managed_asked(asked: Asked, reach: Reach) -> ManagedAsked:
    """What a dashboard asks of the sums by manager; refuses what is out of reach."""
    reach.require(asked.params())
    is_bound = not reach.is_everywhere
    return ManagedAsked(
        branch_id=_id(asked.branch),
        manager_id=_id(asked.officer),
        product_code=asked.product,
        sees_branch=reach.branch_id if is_bound else None,
        sees_manager=reach.actor.id if is_bound and reach.branch_id is None else None,
    )


def tells_branches(asked: Asked, wanted: ManagedAsked) -> bool:
    """Whether a table goes by branch: not within one, and not for who sees their own customers alone."""
    return not asked.branch and wanted.sees_manager is None


def branches_in_reach(actor: Actor) -> list[tuple[str, Text]]:
    """The branches whose figures the actor may ask for, by code; three queries."""
    reach = reach_of(actor)
    return [
        (str(line.branch_id), line.name)
        for line in branches(actor)
        if reach.is_everywhere or line.branch_id == reach.branch_id
    ]


def needs_reach(what: str, params: Params) -> bool:
    """Whether a table is of one branch or one officer's customers, so that it is for who has them in reach."""
    return what in BY_MANAGER and is_managed(params)


def is_managed(params: Params) -> bool:
    """Whether what is asked for is about one branch or one officer."""
    return bool(params.get("branch") or params.get("officer"))


def borrowers_of(asked: Asked, reach: Reach) -> tuple[Any, Any]:
    """The borrowers behind a branch or an officer now: queries of those who count, and of those who are left out."""
    reach.require(asked.params())
    managers: set[UUID] | None = None
    unmanaged: Any = None
    if asked.officer == NOBODY:
        if asked.branch not in ("", NOBODY):
            raise InvalidInput("officer", "a branch has no loans without an officer")
        return None, customers_of(None)
    if asked.officer:
        managers = {UUID(asked.officer)}
    if asked.branch == NOBODY:
        unmanaged = customers_of(reach.staff.keys())
    elif asked.branch:
        there = {who for who, branch in reach.staff.items() if branch == UUID(asked.branch)}
        managers = there if managers is None else managers & there
    return (None if managers is None else customers_of(managers)), unmanaged


def named(actor: Actor, asked: Asked) -> Text | None:
    """The names of the branch and of the officer whom a dashboard is about."""
    parts: list[Text] = []
    if asked.branch:
        parts.append(branch_names(actor)(_id(asked.branch) or NO_ONE))
    if asked.officer:
        parts.append(officer_names([_id(asked.officer) or NO_ONE])(_id(asked.officer) or NO_ONE))
    if not parts:
        return None
    return Text(en=" · ".join(part.en for part in parts), zh=" · ".join(part.zh for part in parts))


def branch_names(actor: Actor) -> Callable[[UUID], Text]:
    """The name of a branch by its id; two queries."""
    known = {line.branch_id: line.name for line in branches(actor)}
    return lambda one: NO_BRANCH if one == NO_ONE else known.get(one, NO_BRANCH)


def officer_names(ids: Iterable[UUID]) -> Callable[[UUID], Text]:
    """The name of an officer by their id; one query."""
    known = display_names([one for one in ids if one != NO_ONE])
    return lambda one: NO_OFFICER if one == NO_ONE else Text(en=known.get(one, "–"), zh=known.get(one, "–"))


def quality_sheet(actor: Actor, asked: Asked, found: Sequence[ManagedSum], *, on: date, by_branch: bool) -> Sheet:
    """Loans, lateness and expected loss by branch, or by officer."""
    books: dict[UUID, list[ManagedSum]] = {}
    for one in found:
        books.setdefault(_key(one, by_branch=by_branch), []).append(one)
    keys = sorted(books)
    names = branch_names(actor) if by_branch else officer_names(keys)
    rows: list[tuple[Value, ...]] = []
    links: list[tuple[Link | None, ...]] = []
    for key in keys:
        mine = books[key]
        principal = sum(one.principal_minor for one in mine)
        late = sum(one.principal_minor for one in mine if one.days_band > AT_RISK_DAYS)
        bad = sum(one.principal_minor for one in mine if one.grade >= NON_PERFORMING)
        losses = sum(one.expected_loss_minor for one in mine)
        loans = sum(one.loans for one in mine)
        rows.append((names(key), loans, principal, percent(late, principal), percent(bad, principal), losses))
        closer = _closer(asked, key, by_branch=by_branch)
        own = {name: value for name, value in closer.items() if name in ("product", "branch", "officer")}
        links.append((Link("board:portfolio", closer), Link("loans", own), None, None, None, None))
    return Sheet(
        key="branches" if by_branch else "officers",
        title=BY_BRANCH if by_branch else BY_OFFICER,
        columns=(
            Column(BRANCH if by_branch else OFFICER),
            column("Loans", "借据数", "count"),
            column("Principal", "本金", "minor"),
            column("Over 30 days late", "逾期超 30 天", "pct"),
            column("Non-performing", "不良率", "pct"),
            column("Expected loss", "预期损失", "minor"),
        ),
        rows=tuple(rows),
        links=tuple(links),
        total=(TOTAL, summed(rows, 1), summed(rows, 2), None, None, summed(rows, 5)) if rows else (),
        chart="bars",
        chart_column=2,
        note=WHOSE.filled(on=on.isoformat()),
    )


def earned_names(actor: Actor, found: Sequence[ManagedEarned], *, by_branch: bool) -> Callable[[Any], Text]:
    """How the keys of sums of a period are called."""
    return branch_names(actor) if by_branch else officer_names([one.key for one in found if isinstance(one.key, UUID)])


def closer_links(asked: Asked, keys: Sequence[UUID], *, by_branch: bool, board: str, width: int) -> tuple[Any, ...]:
    """The links from each name to the dashboard of this branch or officer."""
    empty = (None,) * (width - 1)
    return tuple((Link(f"board:{board}", _closer(asked, key, by_branch=by_branch)), *empty) for key in keys)


def _closer(asked: Asked, key: UUID, *, by_branch: bool) -> dict[str, str]:
    text = NOBODY if key == NO_ONE else str(key)
    return asked.params(**{"branch" if by_branch else "officer": text})


def _key(one: ManagedSum, *, by_branch: bool) -> UUID:
    return one.branch_id if by_branch else one.manager_id


def _id(text: str) -> UUID | None:
    return None if not text else NO_ONE if text == NOBODY else UUID(text)
