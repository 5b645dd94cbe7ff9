"""Use cases: what a person can do with a project. No Qt, no torch; everything comes by constructor."""
