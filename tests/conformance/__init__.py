"""The recordings of Windows PowerShell 5.1 and how ems is held against them (tests/transcripts/language/README.md)."""
