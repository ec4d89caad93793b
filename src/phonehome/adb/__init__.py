"""What a connected Android phone tells the Android Debug Bridge of itself: recorded answers to an Owner. No I/O."""
