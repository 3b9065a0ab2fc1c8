"""What the program takes against what it has to take at least; see docs/benchmarks.md."""
