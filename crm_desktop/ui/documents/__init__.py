"""Making documents of a customer, a deal or a sale; their templates and fields."""
