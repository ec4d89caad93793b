"""The collector of telemetry: keeps randomised reports until they are counted, and knows nothing of who sent them."""
