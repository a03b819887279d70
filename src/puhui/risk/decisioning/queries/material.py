"""What once decided or was tried, by its hash: the policies and scorecards that were kept."""

import json

from puhui.kernel.errors import NotFound
from puhui.risk.decisioning.models import DecisionMaterial
from puhui.risk.decisioning.policy_files import policy_from_content
from puhui.risk.decisioning.rules.policy import DecisionPolicy
from puhui.risk.decisioning.rules.scorecard import Scorecard, parse_scorecard


def kept_policy(key: str) -> DecisionPolicy:
    """The policy with this hash."""
    return policy_from_content(_content(key, kind="policy"))


def kept_scorecard(key: str) -> Scorecard:
    """The scorecard with this hash."""
    return parse_scorecard(json.loads(_content(key, kind="scorecard")))


def _content(key: str, *, kind: str) -> str:
    content = DecisionMaterial.objects.filter(hash=key, kind=kind).values_list("content", flat=True).first()
    if content is None:
        raise NotFound(kind, where=key)
    return content
