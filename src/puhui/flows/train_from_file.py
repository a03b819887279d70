"""Somebody in risk trains a scorecard from a file in the workbench: bounded, and nothing of the file is kept."""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from puhui.kernel.actors import Actor
from puhui.kernel.errors import InvalidInput
from puhui.risk.decisioning.facade import MODEL_REGISTRARS
from puhui.risk.modelling.facade import (
    TrainedModel,
    TrainingPlan,
    parse_adjustments,
    read_sample,
    read_segment,
    train_model,
)

MOST_BYTES: Final = 8_000_000
MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 80
ENDINGS: Final = (".csv", ".csv.gz", ".parquet")
LABEL: Final = "trained in the workbench; not approved for use"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingAsked:
    """What to train from a file. Names with commas between; `bins` is the TOML of adjustments by hand."""

    target: str
    bad_value: str = ""
    exclude: str = ""
    groups: str = ""
    period: str = ""
    segment: str = ""
    bins: str = ""
    model_id: str = "model"
    version: str = "1"


def train_from_file(actor: Actor, *, name: str, content: bytes, asked: TrainingAsked) -> TrainedModel:
    """The scorecard and its card. A larger file is for `puhui models train`; of many rows an even sample teaches."""
    actor.require(*MODEL_REGISTRARS, verb="train a model")
    if not content or len(content) > MOST_BYTES:
        raise InvalidInput("file", f"1 byte to {MOST_BYTES // 1_000_000} MB; the command takes more")
    ending = next((one for one in ENDINGS if name.lower().endswith(one)), "")
    if not ending:
        raise InvalidInput("file", f"a file that ends in {', '.join(ENDINGS)}")
    if not asked.target.strip():
        raise InvalidInput("target", "name the column with the outcome")
    with tempfile.TemporaryDirectory(prefix="puhui-training-") as folder:
        path = Path(folder, f"data{ending}")
        path.write_bytes(content)
        table, rows = read_sample(path, most=MOST_ROWS)
    if table.num_columns > MOST_COLUMNS:
        raise InvalidInput("file", f"at most {MOST_COLUMNS} columns; the command takes more")
    sampled = f"{table.num_rows:,} of its {rows:,} rows, drawn at random" if rows > table.num_rows else ""
    return train_model(table, plan=_plan(asked, name=Path(name).name[:80], sampled=sampled))


def bins_as_data(document: Mapping[str, object], *, who: str) -> str:
    """The bins of every number on a card, in the form in which somebody may change them and train again."""
    lines = []
    features = document.get("features", [])
    assert isinstance(features, Sequence)
    for feature in features:
        cuts = [str(one["high"]) for one in feature["bins"] if one.get("high") is not None]
        if feature["kind"] == "number" and cuts and "over" not in feature:
            told = ", ".join(f'"{cut}"' for cut in cuts)
            lines += ["[[column]]", f'name = "{feature["name"]}"', f"cuts = [{told}]", f'who = "{who}"', 'why = ""', ""]
    return "\n".join(lines)


def _plan(asked: TrainingAsked, *, name: str, sampled: str) -> TrainingPlan:
    return TrainingPlan(
        target=asked.target.strip(),
        bad_value=asked.bad_value.strip(),
        exclude=_names(asked.exclude),
        groups=_names(asked.groups),
        period=asked.period.strip(),
        segment=read_segment([asked.segment]) if asked.segment.strip() else {},
        by_hand=parse_adjustments(asked.bins) if asked.bins.strip() else {},
        model_id=asked.model_id.strip() or "model",
        version=asked.version.strip() or "1",
        label=LABEL,
        data_name=name,
        sampled=sampled,
    )


def _names(text: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in text.split(",") if one.strip())
