"""What stands at customers' and is looked after."""
