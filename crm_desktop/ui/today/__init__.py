"""The Today page: what is due, whom to call, what to collect."""
