"""What other rooms may call."""

from puhui.foundation.drafts.contracts import (
    STATE_WORDS,
    CannotMoveDraft,
    CellDifference,
    DraftFault,
    DraftFaulty,
    DraftFourEyes,
    DraftMoved,
    DraftState,
    Release,
    TextDraftView,
    TextPublished,
)
from puhui.foundation.drafts.desk import IN_WORK, DraftDesk, approved_by, check_day_to_come, moved
from puhui.foundation.drafts.models import DraftRow, TextDraft
from puhui.foundation.drafts.queries import text_draft, text_drafts
from puhui.foundation.drafts.releases import Stamp, look_again, release_on, release_text, releases, stamp_of
from puhui.foundation.drafts.rules import differences_of

__all__ = [
    "IN_WORK",
    "STATE_WORDS",
    "CannotMoveDraft",
    "CellDifference",
    "DraftDesk",
    "DraftFault",
    "DraftFaulty",
    "DraftFourEyes",
    "DraftMoved",
    "DraftRow",
    "DraftState",
    "Release",
    "Stamp",
    "TextDraft",
    "TextDraftView",
    "TextPublished",
    "approved_by",
    "check_day_to_come",
    "differences_of",
    "look_again",
    "moved",
    "release_on",
    "release_text",
    "releases",
    "stamp_of",
    "text_draft",
    "text_drafts",
]
