"""Packets, as tshark tells them line by line, to exchanges: pure, one file a protocol."""
