"""Clauses and the contracts composed of them, as texts to edit; how a contract will look, with a sample borrower."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from string import Formatter
from typing import Any, Final

from puhui.flows.editors.editor import Cell, Editor, Preview, Subject
from puhui.foundation.catalogue.facade import Product, all_versions, institution_on, products_on
from puhui.foundation.documents.facade import Paper, blocks_of_html
from puhui.foundation.drafts.facade import DraftFault, releases
from puhui.kernel.actors import Role
from puhui.kernel.errors import InvalidInput, NotFound
from puhui.kernel.texts import Text
from puhui.products.origination.facade import (
    CLAUSE_KIND,
    CONTRACT_KIND,
    PERSONS,
    PLACES,
    SECURITY,
    Clause,
    ContractBasis,
    ContractParts,
    HelpLine,
    OfferDraft,
    clause_keys,
    clauses_on,
    contract_clause,
    contract_clauses,
    contract_html,
    cost_sheet,
    names_in,
    quote_terms,
    sheet_digest,
    template_file,
    template_on,
    templates,
)

LONGEST = 4_000
_CODE: Final = re.compile(r"[a-z][a-z0-9-]{1,58}")
_LANGUAGES: Final = {"zh": Text(en="Chinese", zh="中文"), "en": Text(en="English", zh="英文")}
_LISTS: Final = {
    "for_products": Text(en="Only for products (codes, with commas)", zh="仅适用产品（代码，逗号分隔）"),
    "for_persons": Text(en=f"Only for: {', '.join(PERSONS)}", zh=f"仅适用主体：{'、'.join(PERSONS)}"),
    "for_security": Text(en=f"Only for: {', '.join(SECURITY)}", zh=f"仅适用担保：{'、'.join(SECURITY)}"),
}
_MISSING: Final = Text(en="words are missing", zh="缺少文字")
_BRACES: Final = Text(
    en="braces stand in pairs and hold a name alone, such as {lender}", zh="花括号须成对，且只写变量名，如{lender}"
)
_PLACES: Final = Text(
    en="places: " + ", ".join(f"{{{name}}}" for name in sorted(PLACES)),
    zh="变量：" + "、".join(f"{{{name}}}" for name in sorted(PLACES)),
)


class _OfContracts(Editor):
    """What both editors share: who writes, and the contract that a sample borrower would get."""

    writers = (Role.RISK_OFFICER, Role.COMPLIANCE, Role.ADMINISTRATOR)
    publishers = writers
    has_paper = True

    def _sample(self, form: str, clauses: list[Clause], *, on: date, language: str) -> Paper:
        product = _sample_product(form, on=on)
        basis = _basis(form, product)
        template, _ = contract_clauses(basis, on=on)
        fitting = tuple(contract_clause(one) for one in clauses if one.fits(basis))
        parts = _sample_parts(product, on=on)
        html = contract_html(replace(parts, template=template, clauses=fitting), language=language)
        number = parts.number
        return Paper(title=number, language=language, made_on=on, blocks=blocks_of_html(html), footer=number)


class ClauseEditor(_OfContracts):
    """The library of clauses."""

    kind = CLAUSE_KIND
    title = Text(en="Clauses", zh="合同条款")
    what = "a clause"
    takes_new = True

    def subjects(self, *, on: date) -> list[Subject]:
        """The library as it stands on the day, by id."""
        own = releases(self.kind)
        return [
            Subject(code, one.heading, one.version, one.effective_from, code in own and _is_own(own[code], on))
            for code, one in sorted(clauses_on(on).items())
        ]

    def document(self, code: str, *, on: date) -> dict[str, Any]:
        """Heading, text, legal source, and for whom it is."""
        found = clauses_on(on).get(code)
        if found is None:
            raise NotFound("clause", where=code[:60])
        said = found.document
        return {k: ", ".join(v) if k in _LISTS else v for k, v in said.items() if v or k not in _LISTS}

    def new_document(self, code: str) -> dict[str, Any]:
        """Nothing yet, under a code that can be one."""
        if not _CODE.fullmatch(code):
            reason = Text(en="small letters, digits and hyphens, at most 59", zh="应为小写字母、数字和连字符，最多59个")
            raise InvalidInput("code", reason)
        return {}

    def cells(self, code: str, document: Mapping[str, Any], *, on: date) -> list[Cell]:
        """Words in both languages, the source, and for whom."""
        del code, on
        heading, text = Text(en="Heading", zh="标题"), Text(en="Clause", zh="条款")
        boxes = [_worded("heading", heading, one, document, rows=1) for one in _LANGUAGES]
        boxes += [_worded("text", text, one, document, rows=6) for one in _LANGUAGES]
        boxes[2] = replace(boxes[2], hint=_PLACES)
        boxes.append(Cell("source", Text(en="Legal source", zh="法律依据"), document.get("source", "")))
        return [*boxes, *(Cell(key, label, document.get(key, ""), rows=1) for key, label in _LISTS.items())]

    def faults(self, code: str, document: Mapping[str, Any], *, on: date) -> list[DraftFault]:
        """By cell: both languages with the same places, a source, names that there are."""
        del code, on
        return [*_word_faults(document), *_list_faults(document)]

    def previews(self, code: str, document: Mapping[str, Any], *, on: date) -> list[Preview]:
        """The clause alone; the whole contract is the paper."""
        del code, on
        return [
            Preview(_LANGUAGES[one], f"{document['heading'][one]}\n\n{document['text'][one]}", one)
            for one in _LANGUAGES
        ]

    def effects(self, code: str, document: Mapping[str, Any], *, on: date) -> list[Text]:
        """In which contracts it stands."""
        del document
        used = [one.id for one in templates() if code in template_on(one.id, on=on).clauses]
        if not used:
            return [Text(en="It stands in no contract yet.", zh="尚未列入任何合同。")]
        names = ", ".join(sorted(set(used)))
        return [Text(en=f"It stands in the contracts: {names}. Signed ones stay as they are.",
                     zh=f"列入以下合同：{names}。已签署的合同不变。")]  # fmt: skip

    def version_above(self, code: str) -> int:
        """Of the files."""
        return max((one.version for name, one in clauses_on(date.max).items() if name == code), default=0)

    def paper(self, code: str, document: Mapping[str, Any], *, on: date, language: str) -> Paper:
        """The first contract that it stands in, or a loan contract with it at the end."""
        form = next((one.id for one in templates() if code in template_on(one.id, on=on).clauses), "loan")
        library = clauses_on(on)
        names = template_on(form, on=on).clauses
        library[code] = Clause.model_validate({**clause_keys(document), "id": code})
        names = names if code in names else (*names, code)
        return self._sample(form, [library[name] for name in names], on=on, language=language)


class ContractEditor(_OfContracts):
    """Which clauses stand in a contract, in which order."""

    kind = CONTRACT_KIND
    title = Text(en="Contracts", zh="合同模板")
    what = "a contract"

    def subjects(self, *, on: date) -> list[Subject]:
        """The contract of each form of product."""
        own, found = releases(self.kind), (template_on(name, on=on) for name in sorted({one.id for one in templates()}))
        return [
            Subject(one.id, _form_name(one.id), one.version, one.effective_from,
                    one.id in own and _is_own(own[one.id], on))
            for one in found
        ]  # fmt: skip

    def document(self, code: str, *, on: date) -> dict[str, Any]:
        """Its clauses, one a line."""
        return {"clauses": "\n".join(template_on(code, on=on).clauses)}

    def cells(self, code: str, document: Mapping[str, Any], *, on: date) -> list[Cell]:
        """One box: ids, one a line."""
        del code
        label = Text(en="Clauses in their order, one a line", zh="条款顺序，每行一项")
        known = ", ".join(sorted(clauses_on(on)))
        hint = Text(en=f"There are: {known}", zh=f"条款库：{known}")
        return [Cell("clauses", label, document.get("clauses", ""), rows=12, hint=hint)]

    def faults(self, code: str, document: Mapping[str, Any], *, on: date) -> list[DraftFault]:
        """A clause that is not there, stands twice, or may not be left out."""
        names, known = names_in(document.get("clauses", "")), clauses_on(on)
        found = [Text(en=f"there is no clause {one}", zh=f"没有条款{one}") for one in names if one not in known]
        twice = sorted({one for one in names if names.count(one) > 1})
        found += [Text(en=f"{one} stands there twice", zh=f"{one}重复") for one in twice]
        left_out = [one for one in template_file(code, on=on).must if one not in names]
        found += [Text(en=f"{one} may not be left out", zh=f"不得删除{one}") for one in left_out]
        return [DraftFault("clauses", reason) for reason in found]

    def previews(self, code: str, document: Mapping[str, Any], *, on: date) -> list[Preview]:
        """The headings in their order; the whole contract is the paper."""
        del code
        known = clauses_on(on)
        chosen = [known[name].heading for name in names_in(document["clauses"])]
        lines = {
            one: "\n".join(f"{n}. {heading.in_language(one)}" for n, heading in enumerate(chosen, 1))
            for one in _LANGUAGES
        }
        return [Preview(name, lines[one], one) for one, name in _LANGUAGES.items()]

    def version_above(self, code: str) -> int:
        """Of the files."""
        return max(one.version for one in templates() if one.id == code)

    def paper(self, code: str, document: Mapping[str, Any], *, on: date, language: str) -> Paper:
        """The whole contract."""
        known = clauses_on(on)
        clauses = [known[name] for name in names_in(document["clauses"])]
        return self._sample(code, clauses, on=on, language=language)


def _is_own(found: tuple[Any, ...], on: date) -> bool:
    return any(one.effective_from <= on for one in found)


def _form_name(form: str) -> Text:
    return {
        "loan": Text(en="Loan contract", zh="借款合同"),
        "lease": Text(en="Finance lease contract", zh="融资租赁合同"),
    }.get(form, Text(en=form, zh=form))


def _worded(part: str, name: Text, language: str, document: Mapping[str, Any], *, rows: int) -> Cell:
    spoken = _LANGUAGES[language]
    label = Text(en=f"{name.en} · {spoken.en}", zh=f"{name.zh} · {spoken.zh}")
    return Cell(f"{part}.{language}", label, (document.get(part) or {}).get(language, ""), rows=rows)


def _word_faults(document: Mapping[str, Any]) -> Iterator[DraftFault]:
    if len(document.get("source", "")) < 3:
        yield DraftFault("source", Text(en="a clause names its legal source", zh="条款须写明法律依据"))
    said = {}
    for part in ("heading", "text"):
        for language in _LANGUAGES:
            key, words = f"{part}.{language}", (document.get(part) or {}).get(language, "")
            if not words or len(words) > LONGEST:
                most = Text(en=f"at most {LONGEST:,} characters", zh=f"最多{LONGEST:,}个字符")
                yield DraftFault(key, most if words else _MISSING)
                continue
            names = _places(words)
            if names is None:
                yield DraftFault(key, _BRACES)
            elif wrong := sorted(names - PLACES):
                reason = Text(en=f"not a place of contracts: {wrong[0]}", zh=f"不是合同变量：{wrong[0]}")
                yield DraftFault(key, reason)
            said[key] = names
    if said.get("text.en") != said.get("text.zh"):
        yield DraftFault("text.en", Text(en="the places differ between the languages", zh="两种语言的变量不一致"))


def _places(words: str) -> set[str] | None:
    """The places of a clause; None where braces are not in pairs or hold more than a name."""
    try:
        found = [(place, spec, conversion) for _, place, spec, conversion in Formatter().parse(words)]
    except ValueError:
        return None
    if any(spec or conversion for _, spec, conversion in found):
        return None
    return {place for place, _, _ in found if place is not None}


def _list_faults(document: Mapping[str, Any]) -> Iterator[DraftFault]:
    known = {
        "for_products": {one.code for one in all_versions()},
        "for_persons": set(PERSONS),
        "for_security": set(SECURITY),
    }
    for key, names in known.items():
        wrong = [one for one in names_in(document.get(key, "")) if one not in names]
        if wrong:
            yield DraftFault(key, Text(en=f"there is no {wrong[0]}", zh=f"没有{wrong[0]}"))


def _sample_product(form: str, *, on: date) -> Product:
    sold = products_on(on)
    return next((one for one in sold if one.form == form), sold[0])


def _basis(form: str, product: Product) -> ContractBasis:
    person = "organisation" if "organisation" in product.eligibility.kinds else "person"
    return ContractBasis(form, product.code, frozenset({person, "joint"}), is_secured=product.security is not None)


def _sample_parts(product: Product, *, on: date) -> ContractParts:
    """Of a borrower that nobody is, for the largest amount and the longest time of the product."""
    draft = OfferDraft(
        amount_minor=product.highest.minor,
        term_months=max(product.terms_months),
        method=product.methods[0],
        annual_rate_pct=product.price.highest_pct,
    )
    sheet = cost_sheet(quote_terms(product, draft=draft, on=on))
    template, clauses = contract_clauses(_basis(product.form, product), on=on)
    contact = institution_on(on).contact
    return ContractParts(
        number="PH00000000-SAMPLE",
        made_on=on,
        borrower_name="杭州清泉农机具有限公司",
        borrower_code="91330100MA2XXXXX0T",
        representative="王芳",
        purpose=product.purposes[0].text,
        sheet=sheet,
        sheet_hash=sheet_digest(sheet),
        help_line=HelpLine(contact.phone, contact.hours, contact.regulator_phone),
        template=template,
        clauses=clauses,
        thing="联合收割机一台" if product.form == "lease" else "",
        joint=("赵兰",),
    )
