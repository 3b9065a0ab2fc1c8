"""Writing clean tables into the file, matched and reported."""
