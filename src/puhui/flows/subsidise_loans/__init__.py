"""The state's part of a loan's interest: granted at signing, split due by due as days pass, claimed, passed on."""
