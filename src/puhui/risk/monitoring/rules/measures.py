"""The measures: what each means to people, and how it is judged against its limits."""
# ruff: noqa: E501 - a table; a Chinese character counts as two columns

from collections.abc import Mapping
from typing import Final

from puhui.kernel.texts import Text
from puhui.risk.monitoring.contracts import MeasureKind, Unit


def _kind(name: str, unit: Unit, texts: tuple[str, str], meaning: tuple[str, str]) -> MeasureKind:
    return MeasureKind(name, unit, Text(en=texts[0], zh=texts[1]), Text(en=meaning[0], zh=meaning[1]))


KINDS: Final[Mapping[str, MeasureKind]] = {
    kind.name: kind
    for kind in (
        _kind("score_psi", "index", ("Who applies: shift of scores", "申请人群：评分分布偏移"),
              ("How far the scores of the window lie from those of the reference, in ten parts (PSI). Below 0.10 little has changed; above 0.25 the model meets other people than it was made for.",
               "观察期评分与基准分布的偏离程度（分十段计算 PSI）。低于 0.10 变化不大；高于 0.25 说明模型面对的人群已不同。")),
        _kind("fact_psi", "index", ("Shift of a fact", "单项事实的分布偏移"),
              ("The same for one fact, on the model's own bins, the unknown ones included.",
               "同一指标用于单项事实，按模型自身分箱计算，含“未知”一箱。")),
        _kind("fact_unknown", "share", ("Fact not known", "事实缺失率"),
              ("The share of decisions for which the fact was not known; the reference is what the model was trained with.",
               "作出决策时该事实未知的占比；基准为模型训练时的占比。")),
        _kind("score_mean", "points", ("Mean score", "平均评分"),
              ("The mean score against that of the reference.", "观察期平均评分与基准相比。")),
        _kind("approval", "share", ("Approved by the machine", "自动批准率"),
              ("The share of decisions that were approvals, against the reference.", "自动决策中批准的占比，与基准相比。")),
        _kind("referral", "share", ("Referred to people", "转人工率"),
              ("The share of decisions that were referred to people.", "自动决策中转人工的占比。")),
        _kind("turned_round", "share", ("Refusals turned round by people", "人工推翻拒绝率"),
              ("Of the refusals that people reviewed, the share they turned into approvals. Many say that the machine refuses too much.",
               "人工复核的自动拒绝中，被改为批准的占比。偏高说明自动拒绝过严。")),
        _kind("people_approve", "share", ("Referred, then approved by people", "人工批准率"),
              ("Of the referred applications that people decided, the share they approved.", "转人工并已作出结论的申请中，批准的占比。")),
        _kind("bad_rate", "share", ("Went bad, against what was said", "实际违约率与预测"),
              ("The share of loans that became non-performing within the months, against the mean probability that the decisions had stated.",
               "在规定月数内成为不良的贷款占比，与决策时给出的平均违约概率相比。")),
        _kind("approval_ratio", "ratio", ("Approved: group over reference group", "批准率之比：群体与基准群体"),
              ("The approval share of a group over that of the reference group. Below 0.8 it must be explained or ended.",
               "某群体批准率与基准群体批准率之比。低于 0.8 须作出解释或予以纠正。")),
        _kind("price_gap", "bps", ("Price: group above reference group at the same risk", "价格差异：同等风险下与基准群体相比"),
              ("How much more a year a group is asked to pay than the reference group in the same risk bands.",
               "在同一风险等级内，某群体的年利率比基准群体高出多少。")),
        _kind("group_bad_rate", "share", ("Went bad by group, against what was said", "分群体：实际违约率与预测"),
              ("The same as for all loans, for one group: a model that errs for a group is unfair to it or lends it too much.",
               "与整体指标相同，但针对单一群体：模型若对某群体判断失准，便是对其不公或过度授信。")),
        _kind("proxy", "index", ("Fact that tells of a group", "事实对群体的揭示程度"),
              ("How well a fact alone tells who belongs to a group: 0.5 not at all, 1 fully. A telling fact is the attribute in disguise.",
               "仅凭该事实能在多大程度上分辨所属群体：0.5 为完全不能，1 为完全能。揭示程度高的事实等于变相使用该属性。")),
        _kind("replay", "count", ("Replays that differ", "回放不一致"),
              ("Decisions of the day's sample that did not come out the same when computed again.", "抽样重算后结果不一致的决策数。")),
        _kind("late_requests", "count", ("Requests for a person past their day", "逾期未答复的人工请求"),
              ("Requests of customers for a person, or for an explanation, that were not answered in time.", "客户要求人工复核或解释而未按时答复的件数。")),
    )
}  # fmt: skip
