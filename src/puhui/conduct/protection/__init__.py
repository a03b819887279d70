"""Protection: what keeps a person from debt that harms them, by their own wish.

Owns: wishes: not to be lent to until a day (self-exclusion), and a limit of one's own over all products.
Laws: an exclusion is never lifted early, only made longer; a limit of one's own is lower at once and higher only after
days of thinking; rows are added, never changed.
Events: none; flows ask this room before they lend.
Personal data: that a person does not want to borrow, by id: sensitive, seen by the person and by staff who lend.
"""
