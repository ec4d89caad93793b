"""The collection a maker should have built: consented, randomised on the phone, answered in shares of the fleet."""
