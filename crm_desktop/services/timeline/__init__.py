"""What happened with a customer, and the one line it is told in."""
