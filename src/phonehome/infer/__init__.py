"""Tables to answers: one question a file. Nothing here reads a capture."""
