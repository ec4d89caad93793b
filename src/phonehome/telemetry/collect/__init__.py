"""The collector's side: reports to counts, counts to estimates. May use numpy and scipy; no phone imports it."""
