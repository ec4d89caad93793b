"""The proof: one population of simulated lives through the design of 2017 and through telemetry, side by side."""
