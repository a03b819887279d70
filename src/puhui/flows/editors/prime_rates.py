"""The loan prime rate as a text to edit: a month's quotation, which offers and repricing read from its day on."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from puhui.flows.editors.editor import Cell, Editor, Preview, Subject
from puhui.foundation.catalogue.facade import (
    PRIME_RATE,
    QuotationBounds,
    RateQuote,
    newest_on,
    policies_in,
    quotation_faults,
    quotation_of,
    quotations,
)
from puhui.foundation.drafts.facade import DraftFault, look_again, release_on
from puhui.kernel.actors import Role
from puhui.kernel.errors import NotFound
from puhui.kernel.texts import Text

JURISDICTIONS: Final = ("cn",)
_NAME: Final = Text(en="Loan prime rate (LPR)", zh="贷款市场报价利率（LPR）")
_LABELS: Final[Mapping[str, tuple[Text, Text | None]]] = {
    "quoted_on": (
        Text(en="Announced on", zh="公布日期"),
        Text(
            en="The 20th of a month or the next working day, as 2026-11-20", zh="每月20日或其后首个工作日，如2026-11-20"
        ),
    ),
    "one_year_pct": (Text(en="One year, percent", zh="1年期（%）"), None),
    "five_year_pct": (Text(en="Over five years, percent", zh="5年期以上（%）"), None),
    "source": (
        Text(en="Source: who announced it and where", zh="来源：公布机构与出处"),
        Text(en="Open the announcement itself; do not copy from a message", zh="请核对公告原文，勿转抄消息"),
    ),
}
_SAID: Final = Text(
    en="The LPR is {one} % for one year and {five} % for over five years, as announced on {day} ({source}).",
    zh="LPR 1年期为 {one}%，5年期以上为 {five}%，{day} 公布（{source}）。",
)
_MOVES: Final = Text(
    en="From its day on, offers are priced by it and loans that follow the LPR take it on their next repricing day: "
    "one year {one_before} % → {one} %, over five years {five_before} % → {five} %.",
    zh="自生效日起，新报价据此定价，挂钩LPR的贷款在下一重定价日适用："
    "1年期 {one_before}% → {one}%，5年期以上 {five_before}% → {five}%。",
)


class PrimeRateEditor(Editor):
    """The quotations of each jurisdiction; each one is a version of its own, and a past one stays."""

    kind = PRIME_RATE
    title = Text(en="Loan prime rate", zh="贷款市场报价利率")
    what = "a quotation of the loan prime rate"
    writers = (Role.RISK_OFFICER, Role.OPERATIONS, Role.ADMINISTRATOR)
    publishers = (*writers, Role.COMPLIANCE)

    def subjects(self, *, on: date) -> list[Subject]:
        """One for each jurisdiction, as it stands on the day."""
        return [self._subject(f"{one}.lpr", on=on) for one in JURISDICTIONS]

    def document(self, code: str, *, on: date) -> dict[str, Any]:
        """The quotation that holds; a new one has another day and its own source."""
        held, own = _held(code, on=on), release_on(self.kind, code, on=on)
        if own is not None and own.effective_from == held.effective_from:
            return dict(own.document)
        rates = {"one_year_pct": str(held.one_year_pct), "five_year_pct": str(held.five_year_pct)}
        return {"quoted_on": held.announced_on.isoformat(), **rates}

    def cells(self, code: str, document: Mapping[str, Any], *, on: date) -> list[Cell]:
        """Day, both rates, source."""
        del code, on
        return [
            Cell(key, label, str(document.get(key, "")), rows=1, hint=hint) for key, (label, hint) in _LABELS.items()
        ]

    def faults(self, code: str, document: Mapping[str, Any], *, on: date) -> list[DraftFault]:
        """By cell: no rate, out of bounds, a month that has one, a day that does not fit."""
        look_again()  # a colleague may have published this month's a moment ago, in another process
        bounds = newest_on(on, policies_in(QuotationBounds, "prime_rates"))
        found = quotation_faults(document, on=on, known=quotations(_place(code)), bounds=bounds)
        return [DraftFault(key, reason) for key, reason in found]

    def previews(self, code: str, document: Mapping[str, Any], *, on: date) -> list[Preview]:
        """The quotation as a sentence."""
        del code, on
        said = _SAID.filled(
            one=document["one_year_pct"],
            five=document["five_year_pct"],
            day=document["quoted_on"],
            source=document["source"],
        )
        return [Preview(_NAME, said.in_language(one), one) for one in ("zh", "en")]

    def effects(self, code: str, document: Mapping[str, Any], *, on: date) -> list[Text]:
        """What follows it, and by how much it moves."""
        new, held = quotation_of(document, effective_from=on), _held(code, on=on)
        return [
            _MOVES.filled(
                one_before=held.one_year_pct,
                one=new.one_year_pct,
                five_before=held.five_year_pct,
                five=new.five_year_pct,
            )
        ]

    def version_above(self, code: str) -> int:
        """As many as there are in the files."""
        return len(quotations(_place(code), published=False))

    def _subject(self, code: str, *, on: date) -> Subject:
        held, own = _held(code, on=on), release_on(self.kind, code, on=on)
        is_own = own is not None and own.effective_from == held.effective_from
        in_files = [one for one in quotations(_place(code), published=False) if one.effective_from <= on]
        version = own.version if own is not None and is_own else len(in_files)
        return Subject(code, _NAME, version, held.effective_from, is_own)


def _place(code: str) -> str:
    place, _, name = code.partition(".")
    if name != "lpr" or place not in JURISDICTIONS:
        raise NotFound("quotation", where=code[:60])
    return place


def _held(code: str, *, on: date) -> RateQuote:
    known = [one for one in quotations(_place(code)) if one.effective_from <= on]
    if not known:
        raise NotFound("quotation", where=code[:60])
    return max(known, key=lambda one: one.effective_from)
