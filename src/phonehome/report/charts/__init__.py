"""Pictures for the pages: small SVG bands, made of values, with their words in HTML beside them."""
