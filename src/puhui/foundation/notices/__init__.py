"""Notices: what we told whom, in which words.

Owns: notices (written in both languages when they are made, so that an old one reads as it was sent); their texts
(policies/notices,
versioned, and before them what two people published here); a notice keeps the version it was made of.
Laws: a notice is written in the transaction of what it tells of, and delivered after commit, at least once, under its
own id; every place of a text is filled or the notice is refused; a code is never shown among the notices of a party.
Events: `notice.requested` (notice id) for each message that leaves the house.
Personal data: the words of notices and phone numbers, sealed.
"""
