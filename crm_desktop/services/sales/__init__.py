"""Recording sales, returns and sheets of sales, exactly."""
