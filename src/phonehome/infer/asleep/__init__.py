"""When somebody slept, from signs of their waking: uses of a phone, or times online."""
