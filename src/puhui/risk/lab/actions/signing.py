"""Signs a result: two different members of the committee, none of whom started the run."""

from uuid import UUID

from django.db import transaction

from puhui.foundation.evidence.facade import use_case
from puhui.kernel.actors import Call, Role
from puhui.kernel.errors import InvalidInput, NotFound
from puhui.kernel.ids import new_id
from puhui.kernel.texts import Text
from puhui.risk.lab.contracts import SIGNATURES_NEEDED, CannotSign, RunSigned, RunUnfinished
from puhui.risk.lab.models import LabResult, LabRun, LabSignature
from puhui.risk.lab.queries.runs import standing

COMMITTEE = (Role.RISK_OFFICER, Role.COMPLIANCE, Role.FINANCE)
LONGEST_COMMENT = 500


@use_case("lab.sign_run", answers=RunSigned, subject="run_id")
def sign_run(call: Call, *, run_id: UUID, verdict: str, comment: str) -> RunSigned:
    """Approves or rejects a result. Two approvals approve it, one rejection rejects it; then nothing can be added."""
    call.actor.require(*COMMITTEE, verb="sign a run of the lab")
    told = comment.strip()
    if verdict not in ("approve", "reject"):
        raise InvalidInput("verdict", Text(en="approve or reject", zh="请选择同意或否决"))
    if not 3 <= len(told) <= LONGEST_COMMENT or "\x00" in told:
        raise InvalidInput(
            "comment",
            Text(
                en=f"a comment of 3 to {LONGEST_COMMENT} characters is needed",
                zh=f"请填写3至{LONGEST_COMMENT}个字符的意见",
            ),
        )
    with transaction.atomic():
        run = LabRun.objects.select_for_update().filter(id=run_id).first()
        if run is None:
            raise NotFound("run", where="run_id")
        result = LabResult.objects.filter(run_id=run_id).first()
        if result is None:
            raise RunUnfinished(where="run_id")
        signed = list(LabSignature.objects.filter(run_id=run_id))
        _check(call, run, signed)
        mine = LabSignature.objects.create(
            id=new_id(),
            run=run,
            by_id=call.actor.id,
            by_name=call.actor.name[:80],
            at=call.at,
            verdict=verdict,
            comment=told,
            result_hash=result.content_hash,
        )
    return RunSigned(run_id, standing([*(s.verdict for s in signed), mine.verdict]))


def _check(call: Call, run: LabRun, signed: list[LabSignature]) -> None:
    if run.by_id == call.actor.id:
        raise CannotSign(where="run_id", reason=Text(en="whoever started it does not sign it", zh="发起人不得签署"))
    if any(one.by_id == call.actor.id for one in signed):
        raise CannotSign(where="run_id", reason=Text(en="you have signed it already", zh="您已签署"))
    if standing([one.verdict for one in signed]) != "done" or len(signed) >= SIGNATURES_NEEDED:
        raise CannotSign(where="run_id", reason=Text(en="it is decided already", zh="该次实验已有结论"))
