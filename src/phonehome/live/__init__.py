"""A capture while it grows: what is shown of it as it comes."""
