"""Which editors there are."""

from collections.abc import Mapping
from typing import Final

from puhui.flows.editors.contracts import ClauseEditor, ContractEditor
from puhui.flows.editors.editor import Editor
from puhui.flows.editors.notices import NoticeEditor
from puhui.flows.editors.prime_rates import PrimeRateEditor
from puhui.flows.editors.rules_of_law import RuleEditor
from puhui.flows.editors.wording import WordingEditor
from puhui.kernel.errors import NotFound

EDITORS: Final[Mapping[str, Editor]] = {
    one.kind: one
    for one in (
        NoticeEditor(),
        ClauseEditor(),
        ContractEditor(),
        RuleEditor(),
        PrimeRateEditor(),
        WordingEditor(),
    )
}


def editor_of(kind: str) -> Editor:
    """The editor of a kind of text; refuses a kind that there is not."""
    found = EDITORS.get(kind)
    if found is None:
        raise NotFound("editor", where=kind[:40])
    return found
