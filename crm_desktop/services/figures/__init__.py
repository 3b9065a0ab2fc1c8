"""What customers bought, how often, and what follows from it."""
