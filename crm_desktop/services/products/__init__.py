"""What is sold: products, prices, pictures, stock."""
