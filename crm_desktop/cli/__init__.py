"""The command line: every command a thin call of a service, in words or as one JSON object."""
