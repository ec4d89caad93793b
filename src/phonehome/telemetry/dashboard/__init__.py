"""What the collector knows of the fleet, for people: the words of every answer, and one page with all of them."""
