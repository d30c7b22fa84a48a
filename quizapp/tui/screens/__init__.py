"""One module per screen; each is a question that it dismisses itself with the answer to."""
