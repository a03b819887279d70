"""What came out of a run of the lab, in words, bars and curves; the same figures stand in tables beside them."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from puhui.flows.policy_lab.do_run import ARMS
from puhui.interfaces.workbench.policy_words import column_label
from puhui.interfaces.workbench.templatetags.workbench import yuan
from puhui.risk.decisioning.facade import kept_policy
from puhui.risk.lab.facade import RunView

WIDTH, HEIGHT = 600, 160
GROUPS = {
    "first_time": gettext_lazy("First-time borrowers"),
    "rural": gettext_lazy("Rural firms"),
    "women_led": gettext_lazy("Led by women"),
    "old_owner": gettext_lazy("Owners of 60 and older"),
    "women": gettext_lazy("Women"),
    "old": gettext_lazy("People of 60 and older"),
    "thin_file": gettext_lazy("Short files (under 12 months)"),
}
OF_PERSONS = {"rural": gettext_lazy("Rural people"), "thin_file": gettext_lazy("Without a bureau file")}
OUTCOMES = {"decline": gettext_lazy("Declined"), "refer": gettext_lazy("Referred"), "approve": gettext_lazy("Approved")}
Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of every arm, and a bar of it where it is a share."""

    label: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One group in one arm: shares in percent; `bar` and the interval as whole numbers of 0 to 100 for the drawing."""

    label: str
    arm: str
    rate: str
    interval: str
    ratio: str
    ratio_interval: str
    alarm: str
    of_good: str
    bar: str


@dataclass(frozen=True, slots=True)
class Curve:
    """One arm's losses, gathered month by month, in SVG units."""

    arm: str
    points: str
    is_dashed: bool


@dataclass(frozen=True, slots=True)
class Months:
    """The months under one shock."""

    name: str
    story: str
    curves: tuple[Curve, ...]
    top: str
    rows: tuple[tuple[str, str, str, str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A run's result, ready for the page."""

    arms: tuple[str, ...]
    lines: tuple[Line, ...]
    groups: tuple[GroupLine, ...]
    swaps: Document | None
    examples: tuple[tuple[str, list[Document]], ...]
    months: tuple[Months, ...]
    is_true: bool
    are_persons: bool
    not_simulated: tuple[str, ...]
    slow: tuple[tuple[str, int], ...]


def shown_of(run: RunView) -> Shown:
    """The comparison of a finished run in the language of the page."""
    result = run.result or {}
    keys = [arm for arm in ARMS if arm in result["arms"]]
    arms = [result["arms"][key] for key in keys]
    names = tuple(str({"running": _("Running policy"), "candidate": _("Candidate")}[key]) for key in keys)
    words = _Words(run)
    return Shown(
        arms=names,
        lines=tuple(_lines(arms)),
        groups=tuple(_groups(names, arms, words)),
        swaps=_swaps(result["swaps"], words) if "swaps" in result else None,
        examples=tuple(_examples(result.get("examples", {}), words)),
        months=tuple(_months(run, shock_id, keys=keys, names=names) for shock_id in _order(run)),
        is_true=result["forward"]["risk"] == "truth",
        are_persons=words.are_persons,
        not_simulated=tuple(words.fact(name) for name in run.inputs["portfolio"].get("not_simulated", ())),
        slow=tuple((why, count) for arm in arms for why, count in arm["one_by_one"].items()),
    )


class _Words:
    """Reason codes in words: the sentences of the policies that were tried, their numbers left open; and groups."""

    def __init__(self, run: RunView) -> None:
        self.are_persons = "women" in next(iter((run.result or {})["arms"].values()))["groups"]
        language = get_language() or "en"
        self.texts: dict[str, str] = {}
        self.facts: dict[str, Any] = {}
        for arm in run.inputs["arms"]:
            policy = kept_policy(arm["policy_hash"])
            self.facts |= policy.document.get("facts", {})
            for code, text in policy.reasons.items():
                self.texts[code] = re.sub(r"\{[^}]*\}", "…", text.in_language(language))

    def group(self, name: str) -> str:
        """What a group is called, of firms or of persons."""
        names = {**GROUPS, **OF_PERSONS} if self.are_persons else GROUPS
        return str(names.get(name, name))

    def of(self, code: str) -> str:
        """The words of a code."""
        return self.fact(code.removeprefix("fact.")) if code.startswith("fact.") else self.texts.get(code, code)

    def fact(self, name: str) -> str:
        """What a fact is called in the catalogue or in the policies."""
        return column_label(name, {"facts": self.facts})


def _pct(ppm: int) -> str:
    return f"{ppm / 10_000:.2f} %"


def _lines(arms: Sequence[Document]) -> list[Line]:
    def line(label: str, figure: Callable[[Document], str]) -> Line:
        return Line(label, tuple(figure(arm) for arm in arms))

    risk = "true" if all("true" in arm for arm in arms) else "believed"
    lines = [
        line(_("Approved"), lambda a: f"{a['approved']:,}"),
        line(_("Referred to a person"), lambda a: f"{a['referred']:,}"),
        line(_("Declined"), lambda a: f"{a['declined']:,}"),
        line(_("Approval rate"), lambda a: _pct(a["approval"]["ppm"])),
        line(_("Amount lent, yuan"), lambda a: yuan(a["amount_minor"])),
        line(_("Mean rate a year"), lambda a: f"{a['mean_rate_e4'] / 10_000:.2f} %"),
        line(_("Expected defaults, as the score believes"), lambda a: _pct(a["believed"]["bad_ppm"])),
    ]
    if risk == "true":
        lines.append(line(_("Expected defaults, true"), lambda a: _pct(a["true"]["bad_ppm"])))
    lines += [
        line(_("Interest less funding, yuan"), lambda a: yuan(a[risk]["margin_minor"])),
        line(_("Expected loss, yuan"), lambda a: yuan(a[risk]["expected_loss_minor"])),
        line(_("Work of lending, yuan"), lambda a: yuan(a[risk]["cost_minor"])),
        line(_("Expected result, yuan"), lambda a: yuan(a[risk]["profit_minor"])),
        line(_("Capital bound, yuan"), lambda a: yuan(a[risk]["capital_minor"])),
    ]
    if risk == "true":
        lines += [
            line(_("How well the score ranks (AUC)"), lambda a: f"{a['ceiling']['auc_ppm'] / 1e6:.4f}"),
            line(_("The same with perfect knowledge"), lambda a: f"{a['ceiling']['best_auc_ppm'] / 1e6:.4f}"),
            line(_("Avoidable defaults that are avoided"), lambda a: _pct(a["ceiling"]["avoided_ppm"])),
        ]
    elif all("seen" in arm for arm in arms):
        lines += [
            line(_("Loans with a known outcome"), lambda a: f"{a['seen']['known']:,}"),
            line(_("Bad among those it would approve"), lambda a: _pct(a["seen"]["bad_of_approved"]["ppm"])),
        ]
    return lines


def _groups(names: Sequence[str], arms: Sequence[Document], words: _Words) -> list[GroupLine]:
    return [
        _group(name, arm, key, label=words.group(key))
        for key in sorted(arms[0]["groups"])
        for name, arm in zip(names, arms, strict=True)
    ]


def _group(name: str, arm: Document, key: str, *, label: str) -> GroupLine:
    found = arm["groups"][key]
    rate, ratio = found["approval"], found["ratio"]
    return GroupLine(
        label=label,
        arm=name,
        rate=_pct(rate["ppm"]),
        interval=f"{rate['low_ppm'] / 10_000:.1f}–{rate['high_ppm'] / 10_000:.1f}",
        ratio=f"{ratio['ppm'] / 1e6:.2f}" if ratio else "–",
        ratio_interval=f"{ratio['low_ppm'] / 1e6:.2f}–{ratio['high_ppm'] / 1e6:.2f}" if ratio else "",
        alarm=ratio["alarm"] if ratio else "none",
        of_good=_pct(found["of_good_ppm"]) if "of_good_ppm" in found else "–",
        bar=f"{rate['ppm'] / 10_000:.1f}",
    )


def _swaps(swaps: Document, words: _Words) -> Document:
    return {
        "heads": [OUTCOMES[name] for name in swaps["outcomes"]],
        "rows": [(OUTCOMES[name], row) for name, row in zip(swaps["outcomes"], swaps["matrix"], strict=True)],
        "sides": [
            (_("Come in: only the candidate approves"), _side(swaps["in"], words)),
            (_("Go out: only the running policy approves"), _side(swaps["out"], words)),
        ],
    }


def _side(side: Document, words: _Words) -> Document:
    return {
        "firms": f"{side['firms']:,}",
        "amount": yuan(side["amount_minor"]),
        "believed": _pct(side["pd_ppm"]),
        "true": _pct(side["true_pd_ppm"]) if "true_pd_ppm" in side else "",
        "groups": [(words.group(name), f"{count:,}") for name, count in side["groups"].items()],
        "reasons": [(words.of(code), f"{count:,}") for code, count in side["reasons"]],
    }


def _examples(examples: Document, words: _Words) -> list[tuple[str, list[Document]]]:
    titles = {"in": _("Who comes in"), "out": _("Who goes out")}
    return [
        (str(titles[side]), [_example(one, words) for one in found])
        for side, found in sorted(examples.items())
        if found
    ]


def _example(one: Document, words: _Words) -> Document:
    return {
        "firm": one["firm"],
        "groups": ", ".join(words.group(name) for name in one["groups"]) or "–",
        "arms": [
            {
                "outcome": OUTCOMES.get(arm["outcome"], arm["outcome"]),
                "score": arm["score"],
                "amount": yuan(arm["amount_minor"]) if arm["amount_minor"] else "–",
                "reasons": "; ".join(words.of(code) for code in arm["reasons"]),
            }
            for arm in one["arms"]
        ],
    }


def _order(run: RunView) -> list[str]:
    """Without a shock first, then the shocks as they were asked."""
    return ["none", *(shock["id"] for shock in run.inputs["shocks"])]


def _months(run: RunView, shock_id: str, *, keys: Sequence[str], names: Sequence[str]) -> Months:
    lives = (run.result or {})["forward"]["lives"][shock_id]
    language = "zh" if (get_language() or "en").startswith("zh") else "en"
    shock = next((one for one in run.inputs["shocks"] if one["id"] == shock_id), None)
    gathered = {key: _gathered(lives[key]["months"]) for key in keys}
    top = max((series[-1] for series in gathered.values()), default=0) or 1
    named = tuple(zip(keys, names, strict=True))
    return Months(
        name=shock["name"][language] if shock else _("Without a shock"),
        story=shock["story"][language] if shock else "",
        curves=tuple(Curve(label, _points(gathered[key], top=top), key != "running") for key, label in named),
        top=yuan(top),
        rows=tuple(_life(label, lives[key]) for key, label in named),
    )


def _gathered(months: Sequence[Document]) -> list[int]:
    total, series = 0, []
    for month in months:
        total += month["loss_minor"]
        series.append(total)
    return series


def _points(series: Sequence[int], *, top: int) -> str:
    step = WIDTH / max(len(series), 1)
    return " ".join(f"{n * step:.1f},{(1 - value / top) * HEIGHT:.1f}" for n, value in enumerate((0, *series)))


def _life(label: str, life: Document) -> tuple[str, str, str, str, str, str]:
    standing = life["months"][-1]["standing_ppm"]
    return (
        label,
        f"{life['defaults']:,} / {life['loans']:,}",
        yuan(life["loss_minor"]),
        yuan(life["margin_minor"]),
        yuan(life["result_minor"]),
        _pct(standing),
    )
