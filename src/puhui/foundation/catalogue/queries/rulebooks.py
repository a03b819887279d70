"""What the rulebooks say on a day, and what the lender is. Public knowledge: no actor is asked for."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from django.conf import settings

from puhui.foundation.catalogue.contracts import NoParameter
from puhui.foundation.catalogue.dated import newest_on, policies_in
from puhui.foundation.catalogue.queries.files import in_files
from puhui.foundation.catalogue.rules.allowed import benchmark_name, rate_on
from puhui.foundation.catalogue.rules.prime_rates import PRIME_RATE, quotation_of
from puhui.foundation.catalogue.rules.rule_words import RULE, rule_in_force, rule_of
from puhui.foundation.catalogue.schema.institution import InstitutionProfile
from puhui.foundation.catalogue.schema.rulebook import Parameter, RateQuote
from puhui.foundation.drafts.facade import Stamp, release_on, releases, stamp_of


def parameter_or_none(name: str, *, on: date, jurisdiction: str = "cn") -> Parameter | None:
    """The rulebook's value on the day, or None where no rule holds yet or any more."""
    return parameters_on(on, jurisdiction=jurisdiction).get(name)


def parameter(name: str, *, on: date, jurisdiction: str = "cn") -> Parameter:
    """The rulebook's value on the day, with its source; refuses where there is none."""
    found = parameter_or_none(name, on=on, jurisdiction=jurisdiction)
    if found is None:
        raise NoParameter(where=name, name=name, on=on)
    return found


def parameters_on(on: date, *, jurisdiction: str = "cn") -> Mapping[str, Parameter]:
    """Every rule in force on the day, by name: of the files, and what was published here."""
    return _all_in_force(settings.PUHUI_ENVIRONMENT.policies, on, jurisdiction, rules_stamp())


def installed_parameters(on: date, *, jurisdiction: str = "cn") -> Mapping[str, Parameter]:
    """Every rule of the files in force on the day, by name: for what works without a database."""
    return _all_in_force(settings.PUHUI_ENVIRONMENT.policies, on, jurisdiction, None)


def rules_stamp() -> Stamp | None:
    """Changes whenever a rule was published: part of the key of whatever is kept of rules."""
    return stamp_of(RULE)


@lru_cache(maxsize=512)
def _all_in_force(overlay: Path | None, on: date, jurisdiction: str, stamp: Stamp | None) -> Mapping[str, Parameter]:
    del overlay  # part of the key: what the files are
    own = {p.name: p for p in _own_on(on, jurisdiction)} if stamp else {}
    files = rules_in_files(jurisdiction)
    found = {n: rule_in_force(files.get(n, ()), own=own.get(n), on=on) for n in sorted({*files, *own})}
    return MappingProxyType({name: value for name, value in found.items() if value is not None})


def rules_in_files(jurisdiction: str) -> Mapping[str, list[Parameter]]:
    """What the files say of each rule of a jurisdiction, by name in the order of days."""
    found: dict[str, list[Parameter]] = {}
    for one in sorted(in_files().parameters, key=lambda p: (p.name, p.effective_from)):
        if one.rulebook.startswith(f"{jurisdiction}."):
            found.setdefault(one.name, []).append(one)
    return found


def _own_on(on: date, jurisdiction: str) -> Iterator[Parameter]:
    prefix = f"{jurisdiction}."
    for code in releases(RULE):
        release = release_on(RULE, code, on=on) if code.startswith(prefix) else None
        if release is not None:
            name = code.removeprefix(prefix)
            yield rule_of(name, release.document, effective_from=release.effective_from, version=release.version)


def quotations(jurisdiction: str = "cn", *, published: bool = True) -> tuple[RateQuote, ...]:
    """Every quotation of the loan prime rate, those to come included: of the files, and what was published here."""
    files = tuple(in_files().rates.get(jurisdiction, ()))
    return (*files, *_own_quotations(jurisdiction, prime_rates_stamp())) if published else files


def prime_rates_stamp() -> Stamp | None:
    """Changes whenever a quotation was published: part of the key of whatever is kept of them."""
    return stamp_of(PRIME_RATE)


@lru_cache(maxsize=16)
def _own_quotations(jurisdiction: str, stamp: Stamp | None) -> tuple[RateQuote, ...]:
    found = releases(PRIME_RATE).get(f"{jurisdiction}.lpr", ()) if stamp else ()
    return tuple(quotation_of(one.document, effective_from=one.effective_from) for one in found)


def lpr(on: date, *, tenor: str = "1Y", jurisdiction: str = "cn") -> Decimal:
    """The loan prime rate of the day, in percent, for "1Y" or "5Y"."""
    return _rate(quotations(jurisdiction), on=on, tenor=tenor)


def installed_lpr(on: date, *, tenor: str = "1Y", jurisdiction: str = "cn") -> Decimal:
    """The same by the files alone: for what works without a database."""
    return _rate(quotations(jurisdiction, published=False), on=on, tenor=tenor)


def _rate(known: Sequence[RateQuote], *, on: date, tenor: str) -> Decimal:
    rate = rate_on(known, on=on, tenor=tenor)
    if rate is None:
        raise NoParameter(where="lpr", name=f"LPR {tenor}", on=on)
    return rate


def benchmarks() -> dict[str, tuple[tuple[date, Decimal], ...]]:
    """The history of every benchmark by its name: from which day on, how many percent, in the order of days."""
    return {
        benchmark_name(jurisdiction, tenor): tuple(
            (quote.effective_from, quote.pct(tenor))
            for quote in sorted(quotations(jurisdiction), key=lambda q: q.effective_from)
        )
        for jurisdiction in in_files().rates
        for tenor in ("1Y", "5Y")
    }


def minimum_reading_seconds(*, on: date, jurisdiction: str = "cn") -> int:
    """How long a cost sheet must have been on the screen; 0 before the rule."""
    rule = parameter_or_none("cost_sheet_reading_seconds", on=on, jurisdiction=jurisdiction)
    return int(rule.number) if rule else 0


def institution_on(on: date) -> InstitutionProfile:
    """The lender as the rules see it on the day: licence, net assets of the last year-end, stages of a business."""
    return newest_on(on, policies_in(InstitutionProfile, "institution"))
