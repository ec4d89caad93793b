"""phonehome: what a phone tells its maker."""
