"""What a trained model is worth on other data."""

from pathlib import Path
from typing import Any, Literal

import pyarrow as pa

from puhui.risk.decisioning.facade import parse_scorecard, read_package
from puhui.risk.modelling.cards import risk_of_scores, score_table
from puhui.risk.modelling.contracts import TrainingRefused
from puhui.risk.modelling.data import Column, column_of, outcome_of
from puhui.risk.modelling.gbdt import Challenger, read_challenger
from puhui.risk.modelling.ratios import OVER, ratio
from puhui.risk.modelling.smoothing import Floats
from puhui.risk.modelling.validation import calibration_table, metrics

SCORECARD, CHALLENGER = "scorecard.json", "gbdt.json"


def evaluate_model(folder: Path, table: pa.Table, *, target: str, bad_value: str = "") -> dict[str, Any]:
    """What a model is worth on a table with outcomes."""
    known, bad = outcome_of(table, target=target, bad_value=bad_value)
    if len(bad) == 0 or not 0 < int(bad.sum()) < len(bad):
        raise TrainingRefused("both outcomes are needed to evaluate a model", where=target)
    risk = _risk_of(folder, table.filter(pa.array(known)))
    return {**metrics(risk, bad), "calibration": calibration_table(risk, bad)}


def _risk_of(folder: Path, table: pa.Table) -> Floats:
    """The risk of every row; the package must be whole: a changed byte is refused."""
    files = {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}
    if not {SCORECARD, CHALLENGER} & set(files):
        raise TrainingRefused(f"there is no model in {folder}", where="model")
    document = dict(read_package(files).model.document)
    if document["kind"] == "gbdt":
        return _risk_of_challenger(read_challenger(document), table)
    card = parse_scorecard(document)
    return risk_of_scores(card, score_table(card, table))


def _risk_of_challenger(model: Challenger, table: pa.Table) -> Floats:
    columns: dict[str, Column] = {}
    for name in model.names:
        upper, _, over = name.partition(OVER)
        for part in (upper, over):
            if part and part not in table.column_names:
                raise TrainingRefused(f"the model needs the column {part!r}, which is not in the data", where=part)
        kind: Literal["number", "category"] = "category" if name in model.codes else "number"
        column = column_of(table, name=upper, kind=kind)
        columns[name] = ratio(column, column_of(table, name=over, kind="number")) if over else column
    return model.risk(columns)
