"""Works a run out from what was written down, and nothing else: the same inputs give the same bytes again."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from puhui.flows.policy_lab.history import decided_before
from puhui.flows.policy_lab.populations import people_at_large
from puhui.flows.simulation.wide_world import Asks, WideWorld
from puhui.kernel.actors import Actor, Call
from puhui.kernel.canonical import canonical_json, digest
from puhui.kernel.errors import Refusal
from puhui.kernel.ports import Clock
from puhui.risk.decisioning.facade import kept_policy, material_model
from puhui.risk.lab.facade import (
    Arm,
    Assumptions,
    Decided,
    Life,
    Part,
    Portfolio,
    RunUnfinished,
    Shock,
    ask_all,
    book_of,
    claim_run,
    compared,
    exposure_of,
    fail_run,
    keep_result,
    lab_run,
    live,
    luck_of,
    note_progress,
)

ARMS = ("running", "candidate")
Told = Callable[[int], None]
_ASKS: TypeAdapter[Asks] = TypeAdapter(Asks)
_SHOCKS: TypeAdapter[list[Shock]] = TypeAdapter(list[Shock])
_ASSUMPTIONS: TypeAdapter[Assumptions] = TypeAdapter(Assumptions)


def do_waiting_run(call: Call, *, clock: Clock, run_id: UUID | None = None, told: Told | None = None) -> UUID | None:
    """Takes a run that waits, or the named one, and works it out; gives its id, or nothing when none was free.

    Nothing is locked while it works; a worker that is killed leaves the run to the next one after a few minutes.
    """
    claimed = claim_run(at=call.at, run_id=run_id)
    if claimed is None:
        return None

    def noted(done: int) -> None:
        note_progress(claimed, done=done, at=clock.now())
        if told:
            told(done)

    try:
        result = work_out(lab_run(call.actor, run_id=claimed).inputs, told=noted)
    except Refusal as refusal:
        fail_run(claimed, why=f"{refusal.code}: {refusal.message.en}", at=clock.now())
    else:
        keep_result(claimed, result=result, at=clock.now())
    return claimed


def same_again(actor: Actor, *, run_id: UUID, told: Told) -> bool:
    """Works a finished run out once more: True when every byte of the result is the same."""
    run = lab_run(actor, run_id=run_id)
    if run.result is None:
        raise RunUnfinished(where="run_id")
    return digest(canonical_json(work_out(run.inputs, told=told))) == run.result_hash


def work_out(inputs: Mapping[str, Any], *, told: Told) -> dict[str, Any]:
    """The result of a run: the comparison, examples, and the months with and without each shock."""
    parameters = {name: Decimal(value) for name, value in inputs["parameters"].items()}
    arms = [
        Arm(
            kept_policy(arm["policy_hash"]),
            material_model(arm["model_hash"]),
            parameters,
            {slot: material_model(key) for slot, key in arm.get("segments", {}).items()},
        )
        for arm in inputs["arms"]
    ]
    given = _ASSUMPTIONS.validate_python(inputs["assumptions"])
    portfolio, decided, examples = ask_all(_parts(inputs), arms=arms, told=told)
    names = ARMS[: len(arms)]
    result = dict(compared(portfolio, decided, names=names, given=given))
    if len(arms) == 2:
        result["examples"] = {"in": examples.swapped_in, "out": examples.swapped_out}
    result["forward"] = _forward(inputs, portfolio, dict(zip(names, decided, strict=True)), given=given)
    return result


def _parts(inputs: Mapping[str, Any]) -> Iterable[Part]:
    portfolio, on = inputs["portfolio"], date.fromisoformat(inputs["as_of"])
    if portfolio["kind"] == "simulated":
        asks = _ASKS.validate_python(portfolio.get("asks", {}))
        return people_at_large(
            WideWorld(portfolio["firms"], portfolio["seed"], on, inputs["product"], asks.terms_months[0], asks),
            who=portfolio.get("who", "firms"),
        )
    since, until = (date.fromisoformat(portfolio[name]) for name in ("since", "until"))
    return decided_before(inputs["product"], since=since, until=until, most=portfolio["most"], as_of=on)


def _forward(
    inputs: Mapping[str, Any], portfolio: Portfolio, decided: Mapping[str, Decided], *, given: Assumptions
) -> dict[str, Any]:
    """By shock and arm. Defaults follow the true risk where it is known, else what the score believes: said so."""
    life = Life(inputs["months"], luck_of(size=portfolio.size, seed=inputs["seed"]), given)
    shocks: list[Shock | None] = [None, *_SHOCKS.validate_python(inputs["shocks"])]
    lives: dict[str, Any] = {}
    for shock in shocks:
        exposure = exposure_of(portfolio, shock=shock) if shock else None
        lives[shock.id if shock else "none"] = {
            name: _life_of(arm, portfolio, life=life, shock=shock, exposure=exposure) for name, arm in decided.items()
        }
    return {"risk": "score" if portfolio.true_pd is None else "truth", "lives": lives}


def _life_of(arm: Decided, portfolio: Portfolio, *, life: Life, shock: Shock | None, exposure: Any) -> dict[str, Any]:
    book = book_of(arm)
    risk = arm.pd if portfolio.true_pd is None else portfolio.true_pd
    mine = None if exposure is None else exposure[book.rows]
    return live(book, pd_year=risk[book.rows], life=life, shock=shock, exposure=mine)
