"""Frequency oracles: a value of a list is told so that the list's shares can be estimated and the value cannot."""
