"""The library of clauses, and the contracts composed of them: files, and before them what was published here."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from puhui.foundation.catalogue.facade import PolicyFile, newest_on, policies_in
from puhui.foundation.drafts.facade import Release, release_on, releases
from puhui.kernel.canonical import digest
from puhui.kernel.errors import NotFound
from puhui.kernel.texts import Text
from puhui.products.origination.contracts import ClauseUsed, ContractBasis, ContractClause

CLAUSE, TEMPLATE = "clause", "contract"  # kinds of drafts and releases
PERSONS = ("organisation", "person", "joint")
SECURITY = ("secured", "unsecured")


class Clause(BaseModel):
    """One clause; empty lists ask for nothing."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str = Field(pattern=r"^[a-z][a-z0-9-]{1,58}$")
    heading: Text
    text: Text
    source: str = Field(min_length=3)
    for_products: tuple[str, ...] = ()
    for_persons: tuple[str, ...] = ()
    for_security: tuple[str, ...] = ()
    version: int = 1
    effective_from: date | None = None

    @property
    def document(self) -> dict[str, Any]:
        """What it says, without its number: what its hash is of."""
        return self.model_dump(exclude={"id", "version", "effective_from"}, mode="json")

    def fits(self, basis: ContractBasis) -> bool:
        """Whether it stands in the contract."""
        asked = (
            (self.for_products, {basis.product_code}),
            (self.for_persons, basis.persons),
            (self.for_security, {"secured" if basis.is_secured else "unsecured"}),
        )
        return all(not names or set(names) & there for names, there in asked)


class ClauseFile(PolicyFile):
    """A file of the library."""

    clauses: tuple[Clause, ...]


class TemplateFile(PolicyFile):
    """The clauses of one form of contract in their order; those of `must` are worded anew, but not left out."""

    clauses: tuple[str, ...]
    must: tuple[str, ...] = ()


def clauses_on(on: date) -> dict[str, Clause]:
    """Every clause of the library on a day, by id."""
    files = policies_in(ClauseFile, "contract_clauses")
    newest = (newest_on(on, [one for one in files if one.id == name]) for name in sorted({one.id for one in files}))
    found = {
        clause.id: clause.model_copy(update={"version": file.version, "effective_from": file.effective_from})
        for file in newest
        for clause in file.clauses
    }
    own = (release_on(CLAUSE, code, on=on) for code in releases(CLAUSE))
    return found | {one.code: clause_of(one) for one in own if one}


def clause_of(release: Release) -> Clause:
    """A clause that was published here."""
    return Clause.model_validate(
        {**clause_keys(release.document), "id": release.code, "version": release.version,
         "effective_from": release.effective_from}
    )  # fmt: skip


def clause_keys(document: Mapping[str, Any]) -> dict[str, Any]:
    """A document of cells as a clause has it: lists are written with commas there."""
    lists = {name: names_in(document.get(name, "")) for name in ("for_products", "for_persons", "for_security")}
    return {**document, **lists}


def names_in(words: str) -> tuple[str, ...]:
    """Names that stand on lines of their own, or with commas."""
    return tuple(name for name in words.replace("，", ",").replace("\n", ",").replace(" ", "").split(",") if name)


def template_on(form: str, *, on: date) -> TemplateFile:
    """The contract of a form on a day; what must stand in it, the file says."""
    file = template_file(form, on=on)
    own = release_on(TEMPLATE, form, on=on)
    if own is None:
        return file
    new = {"clauses": names_in(own.document["clauses"]), "version": own.version, "effective_from": own.effective_from}
    return file.model_copy(update={**new, "approved_by": own.approved_by})


def template_file(form: str, *, on: date) -> TemplateFile:
    """The contract of a form as the files have it; a form that has none of its own is a loan."""
    known = [one for one in templates() if one.id == form]
    if not known:
        raise NotFound("contract", where=form[:40])
    return newest_on(on, known)


def templates() -> tuple[TemplateFile, ...]:
    """The contracts of the files."""
    return policies_in(TemplateFile, "contract_templates")


def contract_form(form: str) -> str:
    """Which contract a form of product is made by: every form but a lease lends money."""
    return form if any(one.id == form for one in templates()) else "loan"


def contract_clauses(basis: ContractBasis, *, on: date) -> tuple[ClauseUsed, tuple[ContractClause, ...]]:
    """The template and the clauses of a contract that is made on the day, with the version of each."""
    template, library = template_on(contract_form(basis.form), on=on), clauses_on(on)
    used = ClauseUsed(template.id, template.version, digest(list(template.clauses)))
    fitting = [library[name] for name in template.clauses if library[name].fits(basis)]
    return used, tuple(contract_clause(one) for one in fitting)


def contract_clause(one: Clause) -> ContractClause:
    """A clause as a contract has it."""
    return ContractClause(ClauseUsed(one.id, one.version, digest(one.document)), one.heading, one.text)
