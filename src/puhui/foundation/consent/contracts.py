"""What crosses the wall of consent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from puhui.kernel.errors import Refusal
from puhui.kernel.texts import Text


class NoConsent(Refusal):
    """No consent covers this purpose and this data on this day."""

    code = "no_consent"
    http_status = 403
    text = Text(
        en='There is no valid consent for "{title}". Give it first; you can withdraw it at any time.',
        zh="尚未取得“{title}”的有效授权。请先授权，您可随时撤回。",
    )

    def __init__(self, *, purpose: str, title: Text) -> None:
        self.title = title
        super().__init__(where="consent", purpose=purpose)

    @property
    def message(self) -> Text:
        """The sentence with the purpose's title in each language."""
        return Text(en=self.text.en.format(title=self.title.en), zh=self.text.zh.format(title=self.title.zh))


class UnknownPurpose(Refusal):
    """There is no such purpose on this day."""

    code = "consent_purpose_unknown"
    text = Text(en="{where}: there is no such purpose.", zh="{where}：没有这一授权用途。")


class BadScope(Refusal):
    """A consent is over some of the data that its text names."""

    code = "consent_scope_invalid"
    text = Text(
        en="{where}: a consent is over one or more of: {allowed}.",
        zh="{where}：授权范围应为下列各项中的一项或多项：{allowed}。",
    )


class BadUntil(Refusal):
    """A consent ends, and not too late."""

    code = "consent_until_invalid"
    text = Text(
        en="{where}: a consent lasts at least a day and at most until {latest}.",
        zh="{where}：授权期限至少一天，最迟至 {latest}。",
    )


class TextChanged(Refusal):
    """Another version of the text was shown than the one in force."""

    code = "consent_text_changed"
    http_status = 409
    text = Text(
        en="The text of this consent has changed. Please read it again before you agree.",
        zh="授权文本已更新，请重新阅读后再同意。",
    )


@dataclass(frozen=True, slots=True)
class ConsentText:
    """One version of what a customer reads before agreeing."""

    purpose: str
    version: int
    effective_from: date
    title: Text
    text: Text
    scopes: Mapping[str, Text]
    max_days: int
    is_required: bool  # the service cannot be given without it; every other consent is free (PIPL 16)
    digest: str


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """One consent of a party."""

    consent_id: UUID
    party_id: UUID
    purpose: str
    title: Text
    scope: tuple[str, ...]
    text_version: int
    given_at: datetime
    until: date
    withdrawn_at: datetime | None

    def is_valid(self, *, on: date) -> bool:
        """True on a day that it covers."""
        return self.withdrawn_at is None and on <= self.until
