"""Who may call what: read from the code itself, for the page, the reference and the test that holds it true."""
