"""A simulated fleet: the same lives that the 2017 design was fed with, asked as telemetry asks."""
