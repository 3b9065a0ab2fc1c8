"""Sales by any dimensions."""
