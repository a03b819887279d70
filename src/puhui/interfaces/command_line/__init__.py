"""The command `puhui`: one file a command; contract.md lists them."""
