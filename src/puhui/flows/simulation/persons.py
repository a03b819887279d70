"""Made-up persons who run no firm: who they are, what sources know of them, and who fails; repeatable from a seed.

What a source says follows from the same latent quality as who fails, with noise, and never knows it (`source_answers`).
"""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from stdnum.cn import ric

from puhui.flows.simulation.identities import REGIONS, person_name
from puhui.flows.simulation.profiles import default_chance
from puhui.flows.simulation.seeds import chance
from puhui.flows.simulation.source_answers import PERSON_SOURCES, answer_of, person_quality
from puhui.risk.facts.facade import facts_of_contents

FIRST_BIRTHDAY, YEARS_OF_BIRTHS = date(1950, 1, 1), 55


@dataclass(frozen=True, slots=True)
class MadeUpPerson:
    """One made-up person. `defaults` is what the future holds, and no decision may see it."""

    number: int
    name: str
    resident_id: str
    phone: str
    region: str
    defaults: bool


def person_at(*, seed: int, number: int) -> MadeUpPerson:
    """The person number `number` of the people with this seed; their phone numbers begin with 198."""
    born = FIRST_BIRTHDAY + timedelta(days=int(chance("person born", seed, number) * YEARS_OF_BIRTHS * 365))
    body = f"110000{born:%Y%m%d}{int(chance('person order', seed, number) * 999) + 1:03d}"
    code = body + str(ric.calc_check_digit(body + "0"))
    return MadeUpPerson(
        number=number,
        name=person_name("person", seed, number),
        resident_id=code,
        phone=f"198{number:08d}",
        region=REGIONS[int(chance("person region", seed, number) * len(REGIONS))],
        defaults=chance("person default", code) < float(default_chance(person_quality(code))),
    )


def make_persons(size: int, *, seed: int) -> Iterator[MadeUpPerson]:
    """The first `size` persons with this seed."""
    return (person_at(seed=seed, number=number) for number in range(size))


def write_persons(path: Path, *, size: int, seed: int, as_of: date, told: Callable[[int], None]) -> int:
    """Writes one line a person: the facts that sources tell of them up to a day, and the outcome; how many failed.

    `told` hears of each person that is done.
    """
    names: list[str] = []
    failed = 0
    with path.open("w", newline="", encoding="utf-8") as stream:
        lines = csv.writer(stream)
        for done, person in enumerate(make_persons(size, seed=seed), 1):
            asked = {"resident_id": person.resident_id}
            contents = {name: answer_of(name, identifiers=asked, on=as_of, people={}) for name in PERSON_SOURCES}
            facts = facts_of_contents(contents, subject="person", on=as_of)
            if not names:
                names = list(facts)
                lines.writerow(["person_id", *names, "default"])
            lines.writerow([f"P{person.number + 1}", *(facts[name] for name in names), int(person.defaults)])
            failed += person.defaults
            told(done)
    return failed
