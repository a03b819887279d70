"""What crosses the wall of the catalogue: products, parameters and refusals."""

from puhui.kernel.errors import Refusal
from puhui.kernel.texts import Text


class BadPolicy(Refusal):
    """A policy file is wrong: named with its key."""

    code = "bad_policy_file"
    http_status = 500
    text = Text(en="Policy file {file}, {key}: {reason}", zh="政策文件 {file} 的 {key} 有误：{reason}")


class PolicyEdited(Refusal):
    """A product version that was used before reads differently now."""

    code = "policy_edited"
    http_status = 409
    text = Text(
        en="{product} version {version} was used before and has been changed since; publish a new version instead.",
        zh="产品 {product} 第 {version} 版已被使用，内容却被改动；请发布新版本。",
    )


class NoSuchProduct(Refusal):
    """No version of such a product is in force."""

    code = "no_such_product"
    http_status = 404
    text = Text(en="There is no product {product} on {on}.", zh="{on} 没有产品 {product}。")


class NoParameter(Refusal):
    """No rulebook says anything about this on that day."""

    code = "no_parameter"
    text = Text(en="No value of {name} holds on {on}.", zh="{on} 没有参数 {name} 的有效值。")


class BreaksRule(Refusal):
    """A product or an offer breaks a cap of the rulebook; the rule is named."""

    code = "breaks_rule"
    text = Text(
        en="{what} breaks the rule {rule} ({source}, {article}): {value} against {limit}.",
        zh="{what} 违反规则 {rule}（{source}，{article}）：{value}，限值 {limit}。",
    )


class OutsideProduct(Refusal):
    """An amount, a term, a method, a purpose or a price that the product does not have."""

    code = "outside_product"
    text = Text(
        en="{where}: the product allows {allowed}, not {given}.", zh="{where}：本产品允许 {allowed}，不能为 {given}。"
    )


class NotEligible(Refusal):
    """The product is not for this applicant."""

    code = "not_eligible"
    text = Text(
        en="This product is not for this applicant: {reason}.", zh="申请人不符合本产品的准入条件：{reason_zh}。"
    )
