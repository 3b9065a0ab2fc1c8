"""What is to be done for whom by when, and being told of it."""
