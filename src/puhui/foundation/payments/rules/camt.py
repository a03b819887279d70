"""camt.053 (ISO 20022 bank-to-customer statement), versions 02 and 08: what the schema has is read, all else refused.

XML comes from outside: entities and references to other files are refused by defusedxml, and the size is bounded.
Only booked entries are read. An entry with several transactions that add up to it becomes a line each.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from puhui.foundation.payments.statement_contracts import LineDraft, StatementDraft, StatementRefused
from puhui.kernel.dates import parse_date
from puhui.kernel.errors import InvalidInput
from puhui.kernel.money import MAX_MINOR, exponent_of

MOST_BYTES: Final = 20_000_000
MOST_LINES: Final = 20_000
NAMESPACES: Final = tuple(f"urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}" for version in ("02", "08"))
_OPENING, _CLOSING = ("OPBD", "PRCD"), ("CLBD",)
_STATEMENT: Final = """Id StmtPgntn ElctrncSeqNb RptgSeq LglSeqNb CreDtTm FrToDt CpyDplctInd RptgSrc Acct RltdAcct
    Intrst Bal TxsSummry Ntry AddtlStmtInf"""
_ENTRY: Final = """NtryRef Amt CdtDbtInd RvslInd Sts BookgDt ValDt AcctSvcrRef Avlbty BkTxCd ComssnWvrInd AddtlInfInd
    AmtDtls Chrgs TechInptChanl Intrst CardTx NtryDtls AddtlNtryInf"""
_TRANSACTION: Final = """Refs Amt CdtDbtInd AmtDtls Avlbty BkTxCd Chrgs Intrst RltdPties RltdAgts LclInstrm Purp
    RltdRmtInf RmtInf RltdDts RltdPric RltdQties FinInstrmId Tax RtrInf CorpActn SfkpgAcct CshDpst CardTx AddtlTxInf
    SplmtryData"""
_KNOWN: Final[Mapping[str, frozenset[str]]] = {
    "Document": frozenset({"BkToCstmrStmt"}),
    "BkToCstmrStmt": frozenset({"GrpHdr", "Stmt", "SplmtryData"}),
    "Stmt": frozenset(_STATEMENT.split()),
    "Ntry": frozenset(_ENTRY.split()),
    "NtryDtls": frozenset({"Btch", "TxDtls"}),
    "TxDtls": frozenset(_TRANSACTION.split()),
}


def read_camt(content: bytes) -> list[StatementDraft]:
    """The statements of a file; refuses what is no camt.053 of a known version, and names the element."""
    if len(content) > MOST_BYTES:
        raise StatementRefused("file", f"it is larger than {MOST_BYTES // 1_000_000} MB")
    try:
        root = fromstring(content, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise StatementRefused("file", f"it is not XML that we read: {type(error).__name__}") from None
    namespace, _, name = root.tag.removeprefix("{").rpartition("}")
    if name != "Document" or namespace not in NAMESPACES:
        raise StatementRefused(root.tag[:80], "camt.053.001.02 or camt.053.001.08 is expected")
    return _Reader(namespace).statements(root)


class _Reader:
    """Reads one document; every path in a refusal is written as in the schema."""

    def __init__(self, namespace: str) -> None:
        self._in = f"{{{namespace}}}"

    def statements(self, root: Element) -> list[StatementDraft]:
        self._only(root, "Document")
        message = self._one(root, "BkToCstmrStmt", "Document")
        self._only(message, "BkToCstmrStmt")
        found = [self._statement(element) for element in self._all(message, "Stmt")]
        if not found:
            raise StatementRefused("BkToCstmrStmt/Stmt", "is missing")
        return found

    def _statement(self, element: Element) -> StatementDraft:
        self._only(element, "Stmt")
        account = self._one(element, "Acct", "Stmt")
        balances = {self._balance_kind(b): b for b in self._all(element, "Bal")}
        opening = self._balance(balances, _OPENING)
        closing = self._balance(balances, _CLOSING)
        if opening[2] != closing[2]:
            raise StatementRefused("Stmt/Bal/Amt@Ccy", "opening and closing are of two currencies")
        lines: list[LineDraft] = []
        for entry in self._all(element, "Ntry"):
            lines += self._entry(entry, closing[2])
            if len(lines) > MOST_LINES:
                raise StatementRefused("Stmt/Ntry", f"at most {MOST_LINES} lines a statement")
        draft = StatementDraft(
            account=self._account(account) or self._refuse("Stmt/Acct/Id", "is missing"),
            number=self._text(element, "Id", "Stmt")[:60],
            currency=closing[2],
            from_date=min([opening[1], *(line.booked_on for line in lines)]),
            to_date=closing[1],
            opening_minor=opening[0],
            closing_minor=closing[0],
            lines=tuple(replace(line, n=n) for n, line in enumerate(lines, 1)),
        )
        return checked(draft)

    def _entry(self, entry: Element, currency: str) -> list[LineDraft]:
        self._only(entry, "Ntry")
        status = self._one(entry, "Sts", "Stmt/Ntry")
        code = status.findtext(f"{self._in}Cd") or status.text or ""
        if code.strip() != "BOOK":
            return []
        amount = self._signed(entry, "Stmt/Ntry", currency)
        booked = self._day(entry, "BookgDt", "Stmt/Ntry")
        value = self._day(entry, "ValDt", "Stmt/Ntry") if self._has(entry, "ValDt") else booked
        whole = LineDraft(
            n=0,
            amount_minor=amount,
            booked_on=booked,
            value_on=value,
            bank_reference=(entry.findtext(f"{self._in}AcctSvcrRef") or "").strip()[:60],
            text=(entry.findtext(f"{self._in}AddtlNtryInf") or "").strip()[:500],
        )
        details = [tx for part in self._all(entry, "NtryDtls") for tx in self._details(part)]
        if len(details) <= 1:
            return [self._told(whole, details[0])] if details else [whole]
        return self._parts(whole, details, currency)

    def _details(self, part: Element) -> list[Element]:
        self._only(part, "NtryDtls")
        found = self._all(part, "TxDtls")
        for one in found:
            self._only(one, "TxDtls")
        return found

    def _parts(self, whole: LineDraft, details: list[Element], currency: str) -> list[LineDraft]:
        sign = 1 if whole.amount_minor > 0 else -1
        lines = []
        for number, one in enumerate(details, 1):
            path = f"{self._in}Amt"
            amount = one.find(path)
            if amount is None:
                amount = one.find(f"{self._in}AmtDtls/{self._in}TxAmt/{path}")
            if amount is None:
                raise StatementRefused("Ntry/NtryDtls/TxDtls/Amt", "is missing where an entry has several transactions")
            minor = self._amount(amount, "Ntry/NtryDtls/TxDtls/Amt", currency) * sign
            told = self._told(replace(whole, amount_minor=minor), one)
            reference = f"{whole.bank_reference}/{number}"[-60:] if whole.bank_reference else ""
            lines.append(replace(told, bank_reference=reference))
        if sum(line.amount_minor for line in lines) != whole.amount_minor:
            raise StatementRefused("Ntry/NtryDtls/TxDtls/Amt", "the transactions do not add up to their entry")
        return lines

    def _told(self, line: LineDraft, tx: Element) -> LineDraft:
        i = self._in
        party, side = ("Dbtr", "DbtrAcct") if line.amount_minor > 0 else ("Cdtr", "CdtrAcct")
        related = tx.find(f"{i}RltdPties")
        name = account = ""
        if related is not None:
            name = related.findtext(f"{i}{party}/{i}Nm") or related.findtext(f"{i}{party}/{i}Pty/{i}Nm") or ""
            other = related.find(f"{i}{side}")
            account = self._account(other) if other is not None else ""
        words = [part.text or "" for part in tx.findall(f"{i}RmtInf/{i}Ustrd")]
        id_ = (tx.findtext(f"{i}Refs/{i}EndToEndId") or "").strip()
        return replace(
            line,
            end_to_end_id="" if id_ == "NOTPROVIDED" else id_[:60],
            text=" ".join([*words, line.text]).strip()[:500],
            counterparty=name.strip()[:140],
            counterparty_account=account[:40],
        )

    def _balance_kind(self, balance: Element) -> str:
        path = f"{self._in}Tp/{self._in}CdOrPrtry/{self._in}Cd"
        return (balance.findtext(path) or "").strip()

    def _balance(self, balances: Mapping[str, Element], kinds: tuple[str, ...]) -> tuple[int, date, str]:
        found = next((balances[kind] for kind in kinds if kind in balances), None)
        if found is None:
            raise StatementRefused("Stmt/Bal", f"a balance {' or '.join(kinds)} is missing")
        amount = self._one(found, "Amt", "Stmt/Bal")
        currency = amount.get("Ccy", "")
        return self._signed(found, "Stmt/Bal", currency, zero=True), self._day(found, "Dt", "Stmt/Bal"), currency

    def _signed(self, element: Element, where: str, currency: str, *, zero: bool = False) -> int:
        minor = self._amount(self._one(element, "Amt", where), f"{where}/Amt", currency)
        if not minor and not zero:
            raise StatementRefused(f"{where}/Amt", "is zero")
        side = self._text(element, "CdtDbtInd", where)
        if side not in ("CRDT", "DBIT"):
            raise StatementRefused(f"{where}/CdtDbtInd", "is CRDT or DBIT")
        return minor if side == "CRDT" else -minor

    def _amount(self, element: Element, where: str, currency: str) -> int:
        if element.get("Ccy") != currency:
            raise StatementRefused(f"{where}@Ccy", f"is not {currency}")
        try:
            scaled = Decimal((element.text or "").strip()).scaleb(exponent_of(currency))
            if not scaled.is_finite() or scaled != scaled.to_integral_value() or not 0 <= scaled <= MAX_MINOR:
                raise InvalidOperation
        except (InvalidOperation, InvalidInput):
            raise StatementRefused(where, "is not an amount of its currency") from None
        return int(scaled)

    def _account(self, element: Element) -> str:
        i = self._in
        found = element.findtext(f"{i}Id/{i}IBAN") or element.findtext(f"{i}Id/{i}Othr/{i}Id") or ""
        return found.strip()[:40]

    def _day(self, element: Element, name: str, where: str) -> date:
        found = self._one(element, name, where)
        text = found.findtext(f"{self._in}Dt") or (found.findtext(f"{self._in}DtTm") or "")[:10]
        try:
            return parse_date(text.strip(), where=name)
        except InvalidInput:
            raise StatementRefused(f"{where}/{name}", "is not a date") from None

    def _text(self, element: Element, name: str, where: str) -> str:
        text = (self._one(element, name, where).text or "").strip()
        return text or self._refuse(f"{where}/{name}", "is empty")

    def _one(self, element: Element, name: str, where: str) -> Element:
        found = element.findall(f"{self._in}{name}")
        if len(found) != 1:
            raise StatementRefused(f"{where}/{name}", "is missing" if not found else "stands there twice")
        return found[0]

    def _all(self, element: Element, name: str) -> list[Element]:
        return element.findall(f"{self._in}{name}")

    def _has(self, element: Element, name: str) -> bool:
        return element.find(f"{self._in}{name}") is not None

    def _only(self, element: Element, kind: str) -> None:
        """What the schema does not have is refused by name: a bank that changes its files is noticed at once."""
        for child in element:
            if not isinstance(child.tag, str) or child.tag.removeprefix(self._in) not in _KNOWN[kind]:
                raise StatementRefused(f"{kind}/{str(child.tag).rpartition('}')[2][:40]}", "is not an element we know")

    def _refuse(self, where: str, reason: str) -> str:
        raise StatementRefused(where, reason)


def checked(draft: StatementDraft) -> StatementDraft:
    """The statement, when opening and lines give the closing."""
    moved = sum(line.amount_minor for line in draft.lines)
    if draft.opening_minor + moved != draft.closing_minor:
        raise StatementRefused("Stmt/Bal", "opening and lines do not give the closing balance")
    return draft
