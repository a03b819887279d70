"""Branches of the institution: opened, changed, closed; and the branch that a staff member belongs to."""

from uuid import UUID

from puhui.foundation.access.contracts import BranchCodeTaken, BranchInUse
from puhui.foundation.access.models import Branch, User
from puhui.foundation.access.rules import checked_branch
from puhui.foundation.evidence.facade import use_case
from puhui.kernel.actors import Call, Role
from puhui.kernel.errors import NotFound
from puhui.kernel.ids import new_id

KEEPING = (Role.ADMINISTRATOR, Role.SYSTEM)


@use_case("access.open_branch", answers=UUID)
def open_branch(call: Call, *, code: str, name_zh: str, name_en: str, region_code: str) -> UUID:
    """Opens a branch; who calls has checked that the region is known."""
    call.actor.require(*KEEPING, verb="open a branch")
    checked_branch(code=code, name_zh=name_zh, name_en=name_en)
    branch = Branch(
        id=new_id(),
        code=code,
        name_zh=name_zh.strip(),
        name_en=name_en.strip(),
        region_code=region_code,
        opened_by=call.actor.id,
        opened_at=call.at,
    )
    Branch.objects.bulk_create([branch], ignore_conflicts=True)
    if not Branch.objects.filter(id=branch.id).exists():
        raise BranchCodeTaken(where="code")
    return branch.id


@use_case("access.change_branch", answers=UUID, subject="branch_id")
def change_branch(call: Call, *, branch_id: UUID, name_zh: str, name_en: str, region_code: str) -> UUID:
    """Names a branch anew or moves it; its code stays."""
    call.actor.require(*KEEPING, verb="change a branch")
    branch = _open(branch_id)
    checked_branch(code=branch.code, name_zh=name_zh, name_en=name_en)
    branch.name_zh, branch.name_en, branch.region_code = name_zh.strip(), name_en.strip(), region_code
    branch.save(update_fields=["name_zh", "name_en", "region_code"])
    return branch_id


@use_case("access.close_branch", answers=UUID, subject="branch_id")
def close_branch(call: Call, *, branch_id: UUID) -> UUID:
    """Closes a branch where nobody works any more."""
    call.actor.require(*KEEPING, verb="close a branch")
    branch = _open(branch_id)
    if User.objects.filter(branch=branch, is_active=True).exists():
        raise BranchInUse(where="branch_id")
    branch.closed_at, branch.closed_by = call.at, call.actor.id
    branch.save(update_fields=["closed_at", "closed_by"])
    return branch_id


@use_case("access.assign_branch", answers=UUID, subject="user_id")
def assign_branch(call: Call, *, user_id: UUID, branch_id: UUID | None) -> UUID:
    """Says at which branch somebody works; None: at none."""
    call.actor.require(*KEEPING, verb="assign a branch")
    branch = None if branch_id is None else _open(branch_id)
    if not User.objects.filter(id=user_id, party_id=None, is_active=True).update(branch=branch):
        raise NotFound("user", where="user_id")
    return user_id


def _open(branch_id: UUID) -> Branch:
    branch = Branch.objects.select_for_update().filter(id=branch_id, closed_at=None).first()
    if branch is None:
        raise NotFound("branch", where="branch_id")
    return branch
