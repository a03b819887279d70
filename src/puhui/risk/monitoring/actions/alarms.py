"""Episodes of alarm: one begins when a measure passes its limit, opens one case, and ends after enough calm days."""

from collections.abc import Sequence
from datetime import date, timedelta

from puhui.foundation.casework.facade import NewCase, open_cases
from puhui.kernel.actors import Call
from puhui.kernel.ids import new_id
from puhui.risk.monitoring.contracts import Level, Measured
from puhui.risk.monitoring.models import Episode
from puhui.risk.monitoring.policy import WatchPolicy
from puhui.risk.monitoring.rules.measures import KINDS
from puhui.risk.monitoring.rules.words import shown

CASE_KIND = "model_watch"
Place = tuple[str, str, str, str]
_BEYOND = (Level.WARN, Level.STOP)


def follow_episodes(call: Call, measured: Sequence[Measured], *, on: date, policy: WatchPolicy) -> int:
    """Begins, worsens and ends episodes after a day was measured; gives how many began."""
    open_ = {_place_of(episode): episode for episode in Episode.objects.filter(ended_on=None)}
    beyond = {_place(one): one for one in measured if one.level in _BEYOND}
    begun = [_begin(one, on=on) for place, one in beyond.items() if place not in open_]
    _open_cases(call, begun, beyond, on=on, policy=policy)
    Episode.objects.bulk_create(begun)
    changed = []
    for place, episode in open_.items():
        if place in beyond:
            episode.last_beyond_on = on
            episode.level = max(episode.level, beyond[place].level, key=_BEYOND.index)
            changed.append(episode)
        elif on - episode.last_beyond_on >= timedelta(days=policy.calm_days):
            episode.ended_on = on
            changed.append(episode)
    Episode.objects.bulk_update(changed, ["last_beyond_on", "level", "ended_on"], batch_size=200)
    return len(begun)


def _begin(one: Measured, *, on: date) -> Episode:
    return Episode(
        id=new_id(),
        product_code=one.segment.product_code,
        model=one.segment.model,
        measure=one.measure,
        subject=one.subject,
        level=one.level,
        opened_on=on,
        last_beyond_on=on,
    )


def _open_cases(
    call: Call, begun: Sequence[Episode], beyond: dict[Place, Measured], *, on: date, policy: WatchPolicy
) -> None:
    cases = [
        NewCase(
            kind=CASE_KIND,
            subject=str(episode.id),
            party_id=None,
            due_on=on + timedelta(days=policy.case_days),
            reason=_reason(beyond[_place_of(episode)]),
        )
        for episode in begun
    ]
    ids = open_cases(call, cases=cases)
    for episode in begun:
        episode.case_id = ids[str(episode.id)]


def _reason(one: Measured) -> str:
    """What passed its limit, in both languages: a case is read by either."""
    kind = KINDS[one.measure]
    where = " · ".join(part for part in (one.subject, one.segment.product_code, one.segment.model) if part)
    value = shown(one.value, unit=kind.unit)
    return f"{kind.text.en}: {value} ({one.level}) {where} / {kind.text.zh}：{value}，{where}"


def _place(one: Measured) -> Place:
    return (one.segment.product_code, one.segment.model, one.measure, one.subject)


def _place_of(episode: Episode) -> Place:
    return (episode.product_code, episode.model, episode.measure, episode.subject)
