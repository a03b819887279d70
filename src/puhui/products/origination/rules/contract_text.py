"""The contract as one self-contained HTML page that prints well; the cost sheet in it is the one that was shown."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from puhui.kernel.money import Money
from puhui.products.origination.contracts import ContractParts
from puhui.products.origination.rules.contract_words import STYLE, WORDS
from puhui.products.origination.rules.cost_sheet import localised
from puhui.products.origination.rules.key_facts import SAME, TITLE, key_facts
from puhui.products.origination.rules.sheet_subsidy import subsidy_words
from puhui.products.origination.rules.sheet_words import ON_INTEREST

BESIDE = ("due_shift", "drawn_note", "lease_note", "residual_note", "paid_to_note", "cooling_off")

PLACES = frozenset(
    {"lender", "borrower", "purpose", "thing", "principal", "rate", "months", "on_interest", "joint", "signer"}
)


def contract_html(parts: ContractParts, *, language: str) -> str:
    """The contract in the language that was read, key facts first; the Chinese text always stands in it: it governs."""
    languages = [language] if language.lower().startswith("zh") else [language, "zh-hans"]
    bodies = [article(parts, one) for one in languages for article in (_key_facts, _body)]
    title = f"{_title(parts, language)} {escape(parts.number)}"
    return (
        f'<!doctype html>\n<html lang="{_tag(language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>\n'
        f"<style>{STYLE}</style>\n</head>\n<body>\n" + "\n".join(bodies) + "\n</body>\n</html>\n"
    )


def sheet_html(sheet: Mapping[str, Any], *, language: str) -> str:
    """The cost sheet as an HTML fragment: the same in the contract and wherever a page wants to show it whole."""
    shown = localised(sheet, language)

    def word(key: str) -> str:
        return _word(key, language)

    def amount(key: str) -> str:
        return Money.parse(shown[key], shown["currency"]).written

    facts = [
        (word("principal"), amount("principal")),
        (word("term"), f"{shown['term_months']} {word('months')}"),
        (word("method"), shown["method"]["name"]),
        (word("rate"), f"{shown['annual_rate_pct']} %"),
        (word("total_cost"), amount("total_cost")),
        (word("total_to_pay"), amount("total_to_pay")),
        (word("all_in"), f"<strong>{shown['all_in_cost_pct']} %</strong>"),
    ]
    columns = ["name", "way", "rate", "receiver"]
    headings = [word(f"cost_{c}") for c in columns]
    costs = [[*(line[c] for c in columns), _grouped(line["total"])] for line in shown["costs"]]
    late = [[*(line[c] for c in columns), line["example"]] for line in shown["on_default"]]
    parts = [
        f"<h3>{word('sheet')}</h3>",
        _facts(facts),
        f"<p>{escape(shown['all_in_basis'])}</p>",
        *(f"<p>{escape(text)}</p>" for text in beside(shown)),
        _table(word("costs"), [*headings, word("cost_total")], costs),
        _notes(shown["costs"]),
        _table(word("late"), [*headings, word("example")], late) if late else f"<p>{word('no_late')}</p>",
        f"<p>{escape(shown['early_repayment'])}</p>",
        f"<p><strong>{escape(shown['nothing_else'])}</strong></p>",
    ]
    return "\n".join(parts)


def beside(shown: Mapping[str, Any]) -> list[str]:
    """What a localised sheet says of its rate, its due days and its limit, where there is something to say."""
    told = [shown["repricing"]["text"]] if "repricing" in shown else []
    told += [shown["price"]["keeping"]["text"]] if "keeping" in shown.get("price", {}) else []
    told += [shown[name] for name in BESIDE if name in shown]
    if "income_link" in shown:
        told.append(shown["income_link"]["text"])
    return told + subsidy_words(shown) + list(shown.get("disclosures", []))


def _key_facts(parts: ContractParts, language: str) -> str:
    """One page in plain words, before any clause."""
    answers = "\n".join(
        f"<h3>{escape(question)}</h3>\n<p>{escape(answer)}</p>"
        for question, answer in key_facts(parts.sheet, parts.help_line, language=language)
    )
    return (
        f'<article lang="{_tag(language)}">\n<h1>{escape(TITLE.in_language(language))}</h1>\n{answers}\n'
        f"<p><strong>{escape(SAME.in_language(language))}</strong></p>\n</article>"
    )


def _body(parts: ContractParts, language: str) -> str:
    shown = localised(parts.sheet, language)
    names = _names(parts, shown, language)
    clauses = [
        f"<h3>{number}. {escape(clause.heading.in_language(language))}</h3>\n"
        f"<p>{escape(clause.text.in_language(language).format(**names))}</p>"
        for number, clause in enumerate(parts.clauses, 1)
    ]
    amounts = ("principal", "interest", "fees", "total")
    headings = [_word(f"line_{c}", language) for c in ("n", "due_date", *amounts)]
    rows = [[line["n"], line["due_date"], *(_grouped(line[c]) for c in amounts)] for line in shown["schedule"]]
    parties = [
        (_word("number", language), escape(parts.number)),
        (_word("made_on", language), parts.made_on.isoformat()),
        (_word("lender", language), escape(shown["lender"])),
        (_word("borrower", language), escape(parts.borrower_name)),
        (_word("borrower_code" if parts.representative else "resident_id", language), escape(parts.borrower_code)),
        *([(_word("representative", language), escape(parts.representative))] if parts.representative else []),
        *([(_word("joint", language), escape(names["joint"]))] if parts.joint else []),
        (_word("purpose", language), escape(names["purpose"])),
    ]
    return "\n".join(
        [
            f'<article lang="{_tag(language)}">',
            f"<h1>{_title(parts, language)}</h1>",
            _facts(parties),
            *clauses,
            sheet_html(parts.sheet, language=language),
            _table(_word("schedule", language), headings, rows),
            f"<p>{escape(shown['dates_note'])}</p>",
            f'<p class="small">{_word("sheet_hash", language)}: {parts.sheet_hash}</p>',
            f"<p>{_word('governs', language)}</p>",
            "</article>",
        ]
    )


def _title(parts: ContractParts, language: str) -> str:
    return _word("title_lease" if _is_lease(parts.sheet) else "title", language)


def _names(parts: ContractParts, shown: Mapping[str, Any], language: str) -> dict[str, str]:
    """What fills the places of clauses, by `PLACES`."""
    return {
        "lender": shown["lender"],
        "borrower": parts.borrower_name,
        "purpose": parts.purpose.in_language(language),
        "thing": parts.thing,
        "principal": Money.parse(shown["principal"], shown["currency"]).written,
        "rate": shown["annual_rate_pct"],
        "months": shown["term_months"],
        "on_interest": ON_INTEREST[_bears_compound(shown)].in_language(language),
        "joint": _joint(parts, language),
        "signer": _word("representative_signs" if parts.representative else "borrower_signs", language),
    }


def _joint(parts: ContractParts, language: str) -> str:
    return ("、" if _tag(language) == "zh-Hans" else ", ").join(parts.joint)


def _is_lease(sheet: Mapping[str, Any]) -> bool:
    return sheet.get("form") == "lease"


def _bears_compound(sheet: Mapping[str, Any]) -> bool:
    return any(line["code"] == "compound_interest" for line in sheet["on_default"])


def _facts(pairs: Sequence[tuple[str, str]]) -> str:
    return "<dl>" + "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in pairs) + "</dl>"


def _table(caption: str, headings: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    head = "".join(f'<th scope="col">{escape(h)}</th>' for h in headings)
    body = "".join("<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _notes(costs: Sequence[Mapping[str, Any]]) -> str:
    """Why a cost is not charged, where one is listed as exempt."""
    return "".join(f'<p class="small">{escape(c["name"])}: {escape(c["basis"])}</p>' for c in costs if c["basis"])


def _grouped(amount: str) -> str:
    """An amount of yuan in a table, with its thousands parted."""
    return Money.parse(amount).grouped


def _word(key: str, language: str) -> str:
    return WORDS[key].in_language(language)


def _tag(language: str) -> str:
    return "zh-Hans" if language.lower().startswith("zh") else "en"
