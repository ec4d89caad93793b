"""Facts as tables, parsed once into one value (see `load`)."""
