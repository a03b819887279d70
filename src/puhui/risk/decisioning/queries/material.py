"""What decided or was tried, by its hash: the models that were kept beside the decisions."""

import json

from puhui.kernel.errors import NotFound
from puhui.risk.decisioning.models import DecisionMaterial
from puhui.risk.decisioning.rules.serving import ScoringModel, parse_model


def material_model(key: str) -> ScoringModel:
    """The model with this hash, of either kind."""
    content = DecisionMaterial.objects.filter(hash=key).values_list("content", flat=True).first()
    if content is None:
        raise NotFound("model", where=key)
    return parse_model(json.loads(content))
