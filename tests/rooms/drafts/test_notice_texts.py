"""Notices are written here: faults by cell, previews with samples, a second person, and messages that follow."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st
from tests.rooms.drafts.editing import (
    ANNA,
    BO,
    CUSTOMER,
    SELLER,
    by,
    drafted,
    footprint,
    published,
    submitted,
)
from tests.rooms.origination.firm_at_the_door import TODAY, open_books
from tests.rooms.party.made_up import AT, call_by, customer, phone, resident_id

from puhui.flows.editors.checked import check_draft, check_text, text_seen, texts_of
from puhui.flows.editors.notices import NoticeEditor
from puhui.flows.editors.publish import publish_text
from puhui.flows.editors.write import change_cells, drop_text, return_text, start_text_draft, submit_text
from puhui.foundation.drafts.facade import CannotMoveDraft, DraftFaulty, DraftFourEyes, releases, text_draft
from puhui.foundation.drafts.models import TextRelease
from puhui.foundation.notices.facade import all_words, message_for_delivery, notice_text, notices_of, send_notice
from puhui.foundation.notices.models import Notice
from puhui.foundation.notices.text_message import parts_of
from puhui.foundation.party.facade import choose_language, register_person
from puhui.kernel.actors import SYSTEM, Call
from puhui.kernel.errors import Forbidden, InvalidInput, NotFound, Refusal
from puhui.kernel.ids import new_id

pytestmark = pytest.mark.django_db
NOTICE, KIND = "notice", "loan_closed"
TOMORROW = TODAY + timedelta(days=1)
WARM = {"body.en": "The loan of {firm} is repaid. Well done!", "body.zh": "{firm} 的贷款已还清，祝生意兴隆。"}


@pytest.fixture(autouse=True)
def books() -> None:
    open_books()


@pytest.fixture
def person() -> UUID:
    return register_person(call_by(), phone=phone(1), name="王小明", resident_id=resident_id(1))


def told(person: UUID, *, days: int = 0) -> str:
    call = Call(SYSTEM, str(new_id()), AT + timedelta(days=days))
    return message_for_delivery(send_notice(call, party_id=person, kind=KIND, params={"firm": "小店"})).body


def test_every_shipped_notice_could_be_published_as_it_is_and_reads_in_both_languages_and_channels() -> None:
    editor = NoticeEditor()
    kinds = {one.kind for one in all_words()}
    assert len(kinds) > 70
    for kind in kinds:
        document = editor.document(kind, on=TODAY)
        assert editor.faults(kind, document, on=TODAY) == [], kind
        shown = editor.previews(kind, document, on=TODAY)
        assert {(one.title.en, one.language) for one in shown} == {
            (channel, language) for channel in ("On the pages", "By text message") for language in ("zh", "en")
        }
        assert all("{" not in one.words for one in shown)


def test_from_a_draft_to_messages_that_use_it_and_keep_which_version_they_used(person: UUID) -> None:
    before = told(person)
    draft_id = drafted(NOTICE, KIND, WARM)
    found, checked = check_draft(ANNA, draft_id)
    assert (found.based_on, found.revision, checked.faults) == ("loan_closed@1", 2, [])
    assert [(one.key, one.after) for one in checked.differences] == [
        ("body.en", WARM["body.en"]),
        ("body.zh", WARM["body.zh"]),
    ]
    assert checked.previews[0].words.endswith("杭州清泉农机具有限公司 的贷款已还清，祝生意兴隆。")
    submit_text(by(ANNA), draft_id=draft_id)
    assert told(person) == before
    made = publish_text(by(BO), draft_id=draft_id, effective_from=TOMORROW)
    assert (made.version, made.effective_from) == (2, TOMORROW)
    assert told(person) == before
    assert told(person, days=1) == "小店 的贷款已还清，祝生意兴隆。"
    assert notice_text(KIND, on=TODAY).version == 1
    *_, old, new = Notice.objects.order_by("id").values_list("text_version", "text_digest")
    assert (old, new) == ((1, ""), (2, made.digest))
    assert TextRelease.objects.get().approved_by == "Anna, Anna; Bo"
    assert published(NOTICE, KIND, {"body.zh": "{firm} 的贷款已还清。"}) == 3
    assert notice_text(KIND, on=TOMORROW).version == 2  # of versions in force, the one that came into force last
    assert notices_of(customer(person))[-1].text_version == 1


def test_a_shorter_text_message_goes_out_and_the_whole_stands_on_the_pages(person: UUID) -> None:
    published(NOTICE, KIND, {"sms.zh": "【普惠】贷款已还清。", "sms.en": "puhui: your loan is repaid."})
    assert told(person) == "【普惠】贷款已还清。"
    assert notices_of(customer(person))[0].body.zh == "小店 的贷款已全部结清，感谢您的信任。"


def test_a_language_that_the_installation_adds_is_written_and_told(person: UUID, settings: Any) -> None:
    settings.LANGUAGES = [*settings.LANGUAGES, ("vi", "Tiếng Việt")]
    published(NOTICE, KIND, {"subject.vi": "Da tra xong", "body.vi": "Khoan vay cua {firm} da tra xong."})
    choose_language(call_by(), party_id=person, language="vi")
    assert told(person) == "Khoan vay cua 小店 da tra xong."
    choose_language(call_by(), party_id=person, language="en")
    assert told(person) == "The loan of 小店 is repaid in full. Thank you."


FAULTS: dict[str, tuple[Mapping[str, str], str, str]] = {
    "an unknown place": ({"body.en": "{firm} and {colour}"}, "body.en", "{colour}"),
    "a missing place": ({"body.en": "It is repaid."}, "body.en", "{firm} is missing"),
    "a missing place in one language": ({"body.zh": "已还清。"}, "body.zh", "{firm}"),
    "an open brace": ({"body.en": "The loan of {firm is repaid."}, "body.en", "brace"),
    "a formatted place": ({"body.en": "The loan of {firm!r} is repaid."}, "body.en", "name"),
    "an attribute": ({"body.zh": "{firm.__class__} 已还清"}, "body.zh", "name"),
    "a language missing": ({"body.zh": ""}, "body.zh", "missing"),
    "a subject missing": ({"subject.en": ""}, "subject.en", "missing"),
    "a text message in one language": ({"sms.en": "puhui: repaid."}, "sms.zh", "missing"),
    "too long for a text message": ({"body.zh": "{firm}" + "很" * 410}, "body.zh", "too long"),
    "too long at all": ({"body.en": "{firm}" + "x" * 1000}, "body.en", "1,000"),
    "a hard word": ({"body.en": "We hereby say that {firm} is done."}, "body.en", "hereby"),
    "a hard word in Chinese": ({"body.zh": "{firm} 已清偿。"}, "body.zh", "还清"),
}


@pytest.mark.parametrize("name", list(FAULTS))
def test_a_fault_is_told_at_its_cell_and_stops_the_submission(name: str) -> None:
    cells, key, word = FAULTS[name]
    draft_id = drafted(NOTICE, KIND, cells)
    _, checked = check_draft(ANNA, draft_id)
    assert checked.faults[0].key == key
    assert any(word in one.reason.en + one.reason.zh for one in checked.faults)
    assert all(one.reason.zh for one in checked.faults)
    assert checked.previews == []
    before = footprint()
    with pytest.raises(DraftFaulty) as refused:
        submit_text(by(ANNA), draft_id=draft_id)
    assert refused.value.where == key
    assert footprint() == before


def test_a_code_does_not_go_missing_from_a_shorter_message() -> None:
    document = NoticeEditor().document("code_sign_in", on=TODAY) | {"sms": {"en": "puhui: sign in.", "zh": "登录。"}}
    found = check_text(ANNA, kind=NOTICE, code="code_sign_in", document=document, on=TODAY).faults
    assert [one.key for one in found] == ["sms.en", "sms.zh"]


REFUSED: dict[str, tuple[Callable[[dict[str, UUID]], object], type[Refusal]]] = {
    "its writer publishes": (
        lambda d: publish_text(by(ANNA), draft_id=d["sent"], effective_from=TODAY),
        DraftFourEyes,
    ),
    "a seller publishes": (lambda d: publish_text(by(SELLER), draft_id=d["sent"], effective_from=TODAY), Forbidden),
    "a seller writes": (lambda d: start_text_draft(by(SELLER), kind=NOTICE, code=KIND), Forbidden),
    "compliance writes": (lambda d: change_cells(by(BO), draft_id=d["open"], revision=1, cells=WARM), Forbidden),
    "a customer reads": (lambda d: text_draft(CUSTOMER, d["open"]), Forbidden),
    "a customer lists": (lambda d: texts_of(CUSTOMER, kind=NOTICE), Forbidden),
    "a customer sees": (lambda d: text_seen(CUSTOMER, kind=NOTICE, code=KIND), Forbidden),
    "an open draft is published": (
        lambda d: publish_text(by(BO), draft_id=d["open"], effective_from=TODAY),
        CannotMoveDraft,
    ),
    "a sent draft is changed": (
        lambda d: change_cells(by(ANNA), draft_id=d["sent"], revision=2, cells=WARM),
        CannotMoveDraft,
    ),
    "an old revision": (lambda d: change_cells(by(ANNA), draft_id=d["open"], revision=9, cells=WARM), CannotMoveDraft),
    "a cell that is not there": (
        lambda d: change_cells(by(ANNA), draft_id=d["open"], revision=1, cells={"colour": "red"}),
        InvalidInput,
    ),
    "a cell of a megabyte": (
        lambda d: change_cells(by(ANNA), draft_id=d["open"], revision=1, cells={"body.en": "x" * 1_000_000}),
        InvalidInput,
    ),
    "a zero character": (
        lambda d: change_cells(by(ANNA), draft_id=d["open"], revision=1, cells={"body.en": "a\x00"}),
        InvalidInput,
    ),
    "yesterday": (
        lambda d: publish_text(by(BO), draft_id=d["sent"], effective_from=TODAY - timedelta(days=1)),
        InvalidInput,
    ),
    "no reason to give back": (lambda d: return_text(by(BO), draft_id=d["sent"], note=" "), InvalidInput),
    "an unknown draft": (lambda d: drop_text(by(ANNA), draft_id=new_id()), NotFound),
    "an unknown notice": (lambda d: start_text_draft(by(ANNA), kind=NOTICE, code="gossip"), NotFound),
    "an unknown editor": (lambda d: start_text_draft(by(ANNA), kind="poetry", code=KIND), NotFound),
}


def test_each_refusal_changes_nothing() -> None:
    drafts = {"open": drafted(NOTICE, KIND), "sent": submitted(NOTICE, "loan_disbursed", {"subject.en": "Paid out"})}
    before = footprint()
    for name, (act, refusal) in REFUSED.items():
        with pytest.raises(refusal):
            act(drafts)
        assert footprint() == before, name


def test_a_fault_that_comes_with_a_later_list_stops_the_publication(monkeypatch: pytest.MonkeyPatch) -> None:
    draft_id = submitted(NOTICE, KIND, WARM)
    before = footprint()
    monkeypatch.setattr("puhui.flows.editors.notices.hard_words_in", lambda *_, **__: {"Well done": "thank you"})
    with pytest.raises(DraftFaulty, match="thank you"):
        publish_text(by(BO), draft_id=draft_id, effective_from=TODAY)
    assert footprint() == before


def test_a_draft_is_given_back_and_dropped_and_the_list_finds_texts() -> None:
    draft_id = submitted(NOTICE, KIND, WARM)
    assert return_text(by(BO), draft_id=draft_id, note="warmer, please").state == "open"
    assert text_draft(BO, draft_id).note == "warmer, please"
    assert text_seen(BO, kind=NOTICE, code=KIND).drafts[0].id == draft_id
    assert drop_text(by(ANNA), draft_id=draft_id).state == "dropped"
    assert text_seen(BO, kind=NOTICE, code=KIND).drafts == []
    assert [one.code for one in texts_of(ANNA, kind=NOTICE, find="repaid")] == [KIND]
    assert [one.code for one in texts_of(ANNA, kind=NOTICE, find=" LOAN_CLOSED ")] == [KIND]


def test_a_release_is_never_edited_and_asked_for_once_for_many_messages(
    person: UUID, django_assert_max_num_queries: Any
) -> None:
    published(NOTICE, KIND, WARM)
    with pytest.raises(DatabaseError), transaction.atomic():
        TextRelease.objects.update(content="{}")
    releases(NOTICE)
    with django_assert_max_num_queries(0):
        assert [notice_text(KIND, on=TODAY).version for _ in range(500)] == [2] * 500


@given(st.text(max_size=400))
def test_parts_of_a_message_never_become_less_with_more_words(words: str) -> None:
    assert parts_of(words) <= parts_of(words + "a") <= parts_of(words) + 1 or parts_of(words) == 0


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("", 0),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("{" * 80, 1),
        ("{" * 81, 2),
        ("很" * 70, 1),
        ("很" * 71, 2),
        ("很" * 134, 2),
        ("很" * 135, 3),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
    ],
)
def test_parts_are_counted_as_networks_do(words: str, parts: int) -> None:
    assert parts_of(words) == parts
