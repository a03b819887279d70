"""What crosses the wall of modelling: refusals."""

from puhui.kernel.errors import Refusal
from puhui.kernel.texts import Text


class TrainingRefused(Refusal):
    """A model cannot be trained or evaluated on this data."""

    code = "training_refused"
    text = Text(en="{reason}", zh="无法训练模型：{reason}")

    def __init__(self, reason: str, *, where: str = "") -> None:
        super().__init__(where=where, reason=reason)


class LeakSuspected(Refusal):
    """A single column tells the outcome almost alone: it was most likely written after the outcome was known."""

    code = "leak_suspected"
    text = Text(
        en="These columns tell the outcome almost alone, as if written after it: {columns}. "
        "Exclude them (--exclude), or allow them (--allow-leaks) if they were truly known before.",
        zh="下列字段几乎单独决定结果，疑似事后信息：{columns}。"
        "请排除（--exclude），或确认其事前可知后使用 --allow-leaks。",
    )
