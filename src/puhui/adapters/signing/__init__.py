"""Signs papers: the embedded signer has its key in the data folder; a remote one implements the same port."""
