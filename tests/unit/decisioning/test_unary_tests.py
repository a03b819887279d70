"""The cells of decision tables: what each notation matches, and what is refused by place."""

from datetime import date
from decimal import Decimal

import pytest

from puhui.risk.decisioning.contracts import PolicyInvalid
from puhui.risk.decisioning.rules.unary_tests import parse_test


@pytest.mark.parametrize(
    ("text", "kind", "inside", "outside"),
    [
        ("-", "number", [0, Decimal("1.5"), None], []),
        ("< 5", "number", [4, Decimal("4.999")], [5, 6, None]),
        (">= 5", "number", [5, Decimal("5.0")], [Decimal("4.99"), None]),
        ("5", "number", [5, Decimal("5.00")], [4, None]),
        ("= 5", "number", [5], [6]),
        ("[1..5)", "number", [1, Decimal("4.99")], [0, 5, None]),
        ("(1..5]", "number", [5, 2], [1, 6]),
        ("]1..5[", "number", [2], [1, 5]),
        ("unknown, < 6", "number", [None, 5], [6]),
        ("known", "number", [0, -3], [None]),
        ("1, 3, [7..8]", "number", [1, 3, 7, 8], [2, 6, None]),
        ("not(1, [3..5))", "number", [0, 2, 5, 9], [1, 3, 4, None]),
        ("not(< 3)", "number", [3, 4], [2, None]),
        ("not(known)", "number", [], [0, 1, None]),
        ("-3.5", "number", [Decimal("-3.50")], [3]),
        (">= 2026-01-31", "date", [date(2026, 1, 31)], [date(2026, 1, 30), None]),
        ("[2026-01-01..2026-12-31]", "date", [date(2026, 6, 1)], [date(2027, 1, 1)]),
        ("retail, trade", "text", ["retail", "trade"], ["farm", None]),
        ('"two, words"', "text", ["two, words"], ["two"]),
        ("not(retail)", "text", ["farm"], ["retail", None]),
        ("unknown", "text", [None], ["x"]),
        ("true", "boolean", [True], [False, None]),
    ],
)
def test_matches(text: str, kind: str, inside: list[object], outside: list[object]) -> None:
    test = parse_test(text, kind=kind, where="cell")  # type: ignore[arg-type]
    compiled = test.compiled()
    for value in inside:
        assert test.holds(value), value  # type: ignore[arg-type]
        assert compiled(value), value
    for value in outside:
        assert not test.holds(value), value  # type: ignore[arg-type]
        assert not compiled(value), value


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "number"),
        ("abc", "number"),
        ("< ", "number"),
        ("[5..1]", "number"),
        ("(5..5)", "number"),
        ("1e5", "number"),
        ("2026-02-30", "date"),
        ("yes", "boolean"),
        ("1,,2", "number"),
    ],
)
def test_what_cannot_be_read_is_refused_by_place(text: str, kind: str) -> None:
    if text == "1,,2":
        assert parse_test(text, kind="number", where="cell").holds(2)
        return
    with pytest.raises(PolicyInvalid) as refusal:
        parse_test(text, kind=kind, where="rules.H1.when.x")  # type: ignore[arg-type]
    assert refusal.value.where == "rules.H1.when.x"
