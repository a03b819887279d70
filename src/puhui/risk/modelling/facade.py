"""What other rooms may call."""

from puhui.risk.modelling.by_hand import parse_adjustments, read_adjustments
from puhui.risk.modelling.contracts import LeakSuspected, TrainingRefused
from puhui.risk.modelling.evaluate import evaluate_model
from puhui.risk.modelling.invoices import RULE as INVOICE_RULE
from puhui.risk.modelling.invoices import SIGNS as INVOICE_SIGNS
from puhui.risk.modelling.invoices import TEXTS as INVOICE_TEXTS
from puhui.risk.modelling.invoices import facts_table
from puhui.risk.modelling.plan import TrainingPlan
from puhui.risk.modelling.reading import read_sample, read_table
from puhui.risk.modelling.rejects import METHODS as REJECT_METHODS
from puhui.risk.modelling.rejects import RejectMethod
from puhui.risk.modelling.segment import read_segment
from puhui.risk.modelling.train import TrainedModel, train_model

__all__ = [
    "INVOICE_RULE",
    "INVOICE_SIGNS",
    "INVOICE_TEXTS",
    "REJECT_METHODS",
    "LeakSuspected",
    "RejectMethod",
    "TrainedModel",
    "TrainingPlan",
    "TrainingRefused",
    "evaluate_model",
    "facts_table",
    "parse_adjustments",
    "read_adjustments",
    "read_sample",
    "read_segment",
    "read_table",
    "train_model",
]
