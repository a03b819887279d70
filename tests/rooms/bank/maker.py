"""Makes bank statements: camt.053 in two versions, and CSV as two banks write it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape

from puhui.kernel.money import Money

ACCOUNT = "CN00PUHUI0001"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line; money in is above zero."""

    minor: int
    on: date = date(2026, 2, 3)
    e2e: str = ""
    ref: str = ""
    text: str = ""
    name: str = ""
    account: str = ""


def money(minor: int) -> str:
    return str(Money(abs(minor)))


def entry(line: Line, version: str) -> str:
    side = "CRDT" if line.minor > 0 else "DBIT"
    party, account = ("Dbtr", "DbtrAcct") if line.minor > 0 else ("Cdtr", "CdtrAcct")
    name = f"<Nm>{escape(line.name)}</Nm>"
    name = f"<Pty>{name}</Pty>" if version == "08" else name
    status = "<Sts><Cd>BOOK</Cd></Sts>" if version == "08" else "<Sts>BOOK</Sts>"
    related = f"<{party}>{name}</{party}><{account}><Id><Othr><Id>{line.account or 'X'}</Id></Othr></Id></{account}>"
    return (
        f'<Ntry><Amt Ccy="CNY">{money(line.minor)}</Amt><CdtDbtInd>{side}</CdtDbtInd>{status}'
        f"<BookgDt><Dt>{line.on}</Dt></BookgDt><ValDt><Dt>{line.on}</Dt></ValDt><AcctSvcrRef>{line.ref}</AcctSvcrRef>"
        f"<NtryDtls><TxDtls><Refs><EndToEndId>{line.e2e or 'NOTPROVIDED'}</EndToEndId></Refs>"
        f"<RltdPties>{related}</RltdPties><RmtInf><Ustrd>{escape(line.text)}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"
    )


def balance(kind: str, minor: int, on: date) -> str:
    side = "CRDT" if minor >= 0 else "DBIT"
    return (
        f'<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp><Amt Ccy="CNY">{money(minor)}</Amt>'
        f"<CdtDbtInd>{side}</CdtDbtInd><Dt><Dt>{on}</Dt></Dt></Bal>"
    )


def camt(
    lines: Sequence[Line], *, number: str = "S1", opening: int = 0, version: str = "02", more: str = "", gap: int = 0
) -> bytes:
    closing = opening + sum(line.minor for line in lines) + gap
    on = max([date(2026, 2, 3), *(line.on for line in lines)])
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}">'
        f"<BkToCstmrStmt><GrpHdr><MsgId>M</MsgId></GrpHdr><Stmt><Id>{number}</Id>"
        f"<Acct><Id><Othr><Id>{ACCOUNT}</Id></Othr></Id></Acct>"
        f"{balance('OPBD', opening, on)}{balance('CLBD', closing, on)}{more}"
        f"{''.join(entry(line, version) for line in lines)}</Stmt></BkToCstmrStmt></Document>"
    ).encode()


def generic_csv(lines: Sequence[Line], *, opening: int = 0) -> bytes:
    rows = ["交易日期,起息日,金额,余额,业务编号,流水号,摘要,对方户名,对方账号"]
    left = opening
    for line in lines:
        left += line.minor
        amount, rest = str(Money(line.minor)), f'"{left / 100:,.2f}"'
        rows.append(f"{line.on},{line.on},{amount},{rest},{line.e2e},{line.ref},{line.text},{line.name},{line.account}")
    return "\n".join(rows).encode("utf-8-sig")


def two_column_csv(lines: Sequence[Line], *, opening: int = 0) -> bytes:
    rows, left = [], opening
    for line in lines:
        left += line.minor
        sides = f"{money(line.minor)}," if line.minor > 0 else f",{money(line.minor)}"
        rows.append(f"{line.on:%Y%m%d},{sides},{Money(left)},{line.ref},{line.text},{line.name},{line.account}")
    heads = "记账日,贷方发生额,借方发生额,账户余额,交易流水号,附言,对方单位,对方账号"
    return "\n".join([heads, *reversed(rows)]).encode("gb18030")
