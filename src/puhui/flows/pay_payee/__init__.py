"""Money that is paid to somebody for the borrower: letting payees in, checkouts of shops, goods that come back."""
