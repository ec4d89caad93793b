"""What the page says before its figures."""

TITLE = "The proof: the same lives through both designs"
OPENING = """\
`make proof` writes this page. One population of simulated lives, drawn to measured figures
([benchmarks](benchmarks.md)) and with everything in them that is hard, goes through the design of 2017
(`oneplus-2017`) and through `phonehome telemetry`. Its figures are seeded: the same
code gives the same page. In earnest a phone draws from its system's chance (`secrets`), not from a seed."""
