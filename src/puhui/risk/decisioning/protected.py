"""The dated list of protected attributes and their proxies, and the refusal of what uses one of them."""

from collections.abc import Iterable
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from puhui.foundation.catalogue.facade import PolicyFile, newest_on, policies_in
from puhui.kernel.dates import LATEST
from puhui.kernel.texts import Text
from puhui.risk.decisioning.contracts import ProtectedInput
from puhui.risk.decisioning.rules.policy import DecisionPolicy
from puhui.risk.decisioning.rules.protected import Barred, barred_inputs, words_of

FOLDER, PATTERN = "fairness", "attributes*.toml"


class ProtectedAttribute(BaseModel):
    """What may not decide: its groups are looked at only to see that they are treated alike.

    `read_from`: the owner of the firm (identity number), the address, or nowhere - then it cannot be measured.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str
    text: Text
    words: tuple[str, ...] = Field(min_length=1)
    why: Text
    source: str = Field(min_length=3)
    read_from: Literal["owner", "address", "nowhere"]
    groups: tuple[str, ...]
    reference: str

    @model_validator(mode="after")
    def _reference_is_a_group(self) -> "ProtectedAttribute":
        if self.groups and self.reference not in self.groups:
            raise ValueError(f"{self.name}: the reference is one of the groups")
        if bool(self.groups) != (self.read_from != "nowhere"):
            raise ValueError(f"{self.name}: groups belong to what is read from somewhere")
        return self


class Proxy(BaseModel):
    """What is not protected itself, but tells of what is."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str
    words: tuple[str, ...] = Field(min_length=1)
    stands_for: tuple[str, ...] = Field(min_length=1)
    why: Text


class Attributes(PolicyFile):
    """A file of `policies/fairness`: what may not decide about people."""

    harmless: tuple[str, ...] = ()
    protected: tuple[ProtectedAttribute, ...] = Field(min_length=1)
    proxies: tuple[Proxy, ...] = ()

    @model_validator(mode="after")
    def _stands_for_what_is_there(self) -> "Attributes":
        names = {attribute.name for attribute in self.protected}
        if unknown := sorted({other for proxy in self.proxies for other in proxy.stands_for} - names):
            raise ValueError(f"a proxy stands for {unknown[0]!r}, which is not a protected attribute")
        return self

    @property
    def barred(self) -> list[Barred]:
        """Every entry, as the rule takes it."""
        kept_out = [Barred(a.name, _phrases(a.words), a.why) for a in self.protected]
        return kept_out + [Barred(p.name, _phrases(p.words), p.why, p.stands_for) for p in self.proxies]


def protected_attributes(on: date) -> Attributes:
    """The list in force on a day."""
    return newest_on(on, policies_in(Attributes, FOLDER, pattern=PATTERN))


def refuse_protected(names: Iterable[str], *, where: str, on: date | None = None) -> None:
    """Refuses inputs (facts, columns, what a table asks for) that are protected, or that stand for what is.

    `where` names the model or the policy. To be called before either may decide; a replay does not ask.
    """
    listed = protected_attributes(on or LATEST)
    found = barred_inputs(names, entries=listed.barred, harmless=_phrases(listed.harmless))
    if found:
        told = {
            f"why_{language}": "; ".join(
                f"{one.input} ({one.entry.name}): {getattr(one.entry.why, language)}" for one in found[:4]
            )
            for language in ("en", "zh")
        }
        raise ProtectedInput(where=where, inputs=", ".join(one.input for one in found), **told)


def refuse_protected_policy(policy: DecisionPolicy) -> None:
    """Refuses a policy one of whose tables or formulas asks for a protected attribute or a proxy."""
    refuse_protected(policy.asks, where=f"{policy.id}@{policy.version}", on=policy.effective_from)


def _phrases(words: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    return tuple(words_of(phrase) for phrase in words)
