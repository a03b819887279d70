"""The servicing policy: dated data that says when to remind, to collect again, to raise a case."""

from datetime import date

from pydantic import Field

from puhui.foundation.catalogue.facade import PolicyFile, newest_on, policies_in

FOLDER = "servicing"
OTHERS = ("changes", "collecting")  # files of this folder that are policies of their own


class Servicing(PolicyFile):
    """How running loans are looked after."""

    remind_days_before: int = Field(ge=0, le=31)
    remind_days_after: tuple[int, ...]
    collect_again_days: tuple[int, ...]
    unanswered_days: int = Field(ge=1, le=60)
    case_days: int = Field(ge=0, le=60)


def servicing_on(day: date) -> Servicing:
    """The newest version in force on a day; before the first one, the first one."""
    return newest_on(day, policies_in(Servicing, FOLDER, besides=OTHERS))
