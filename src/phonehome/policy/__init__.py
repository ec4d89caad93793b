"""Policies against what was seen: which statements are kept, which are broken, which no such capture can test."""
