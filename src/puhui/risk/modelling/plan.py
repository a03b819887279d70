"""What to train: the plan of a model."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from puhui.kernel.texts import Text
from puhui.risk.modelling.by_hand import HandColumn
from puhui.risk.modelling.rejects import RejectMethod

ModelKind = Literal["scorecard", "gbdt"]
Shape = Literal["curves", "woe"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingPlan:
    """What to train, and what is told about it on the card.

    `bad_value` is the value of the target that is bad, where plain words do not tell. `shape`: curves (smooth tables,
    and pairs of columns) or woe (weights of evidence). `period` names the column of time along which the model is to
    last. `groups` are columns kept out of the model and audited. `sampled` says of a large file what was taken.
    `segment` maps columns to tests of a decision table: only rows that hold all of them teach. `reject_method` says
    whether rejected applicants teach, and how.
    """

    target: str
    bad_value: str = ""
    kind: ModelKind = "scorecard"
    shape: Shape = "curves"
    exclude: Collection[str] = ()
    groups: Sequence[str] = ()
    period: str = ""
    seed: int = 20261123
    allow_leaks: bool = False
    allow_protected: bool = False
    model_id: str = "model"
    version: str = "1"
    label: str = "trained by puhui models train; not approved for use"
    data_name: str = ""
    by_hand: Mapping[str, HandColumn] = field(default_factory=dict)
    signs: Mapping[str, int] = field(default_factory=dict)
    texts: Mapping[str, tuple[Text, str]] = field(default_factory=dict)
    rule: str = ""
    with_ratios: bool = True
    sampled: str = ""
    segment: Mapping[str, str] = field(default_factory=dict)
    reject_method: RejectMethod = "compare"

    @property
    def all_signs(self) -> dict[str, int]:
        """The declared directions, those by hand among them."""
        return {**self.signs, **{name: hand.sign for name, hand in self.by_hand.items() if hand.sign}}
