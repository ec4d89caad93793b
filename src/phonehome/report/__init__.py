"""Saying it: what a case holds as text, pages and files for other programs; formats.py lists them."""
