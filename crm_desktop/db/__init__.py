"""The data file: models, engine, change log, search, backup, migrations."""
