"""Branches of the institution: opened and moved only in regions that the list knows."""

from uuid import UUID

from puhui.foundation.access.facade import change_branch, open_branch
from puhui.foundation.regions.facade import RegionUnknown, atlas
from puhui.kernel.actors import Call


def open_branch_in_region(call: Call, *, code: str, name_zh: str, name_en: str, region_code: str) -> UUID:
    """Opens a branch in a region of the list."""
    _require_region(region_code)
    return open_branch(call, code=code, name_zh=name_zh, name_en=name_en, region_code=region_code)


def move_branch(call: Call, *, branch_id: UUID, name_zh: str, name_en: str, region_code: str) -> UUID:
    """Names a branch anew, or moves it to another region of the list."""
    _require_region(region_code)
    return change_branch(call, branch_id=branch_id, name_zh=name_zh, name_en=name_en, region_code=region_code)


def _require_region(code: str) -> None:
    if atlas().find(code) is None:
        raise RegionUnknown("region_code", given=code)
