"""Exchanges rewritten by rules: what a recipient shall not have is replaced, coarsened, left out or blocked."""
