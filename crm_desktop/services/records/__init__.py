"""What every other room stands on: one record by its number, who is listed, what is masked."""
