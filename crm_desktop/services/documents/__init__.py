"""Documents made from templates, and what papers carry."""
