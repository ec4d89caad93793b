"""What runs on the phone: consent, the store, the sending. Needs the standard library and msgspec alone."""
