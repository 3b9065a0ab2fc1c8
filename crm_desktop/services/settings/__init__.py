"""What belongs to the shop and travels with its file."""
