"""The networks: branches, fusion, time, heads, and their assembly."""
