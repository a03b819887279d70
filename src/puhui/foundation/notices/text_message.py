"""How many parts a text message has: what a phone network counts, and what is paid for.

Seven-bit characters by 3GPP TS 23.038 section 6.2.1 (its basic table; those of the extension table count twice); any
other character makes the whole message UCS-2, where an astral one counts twice.
"""

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("\f^{}\\[~]|€")
ONE_7_BIT, MORE_7_BIT = 160, 153  # characters in a message of one part, and in each part of a longer one
ONE_UCS_2, MORE_UCS_2 = 70, 67  # TS 23.040 section 9.2.3.24.1: a longer one gives 7 or 3 to its own heading


def parts_of(text: str) -> int:
    """In how many parts a text is sent; 0 for an empty one."""
    if set(text) <= _BASIC | _EXTENDED:
        length, one, more = len(text) + sum(c in _EXTENDED for c in text), ONE_7_BIT, MORE_7_BIT
    else:
        length, one, more = len(text.encode("utf-16-le")) // 2, ONE_UCS_2, MORE_UCS_2
    return min(length, 1) if length <= one else -(-length // more)
