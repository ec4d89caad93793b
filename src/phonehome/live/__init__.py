"""A capture that runs: its recording on disk, what it shows, and how others read it meanwhile."""
