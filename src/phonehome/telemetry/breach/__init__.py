"""What a leak of a table would expose: whom it names, who stands alone in it, and what would then be known."""
